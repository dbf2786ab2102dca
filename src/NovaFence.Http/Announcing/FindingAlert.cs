using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;

namespace NovaFence.Http.Announcing;

/// <summary>How a finding is said as an alert.</summary>
internal static class FindingAlert
{
    /// <summary>The <c>alertname</c> of all of them.</summary>
    public const string Name = "NovaFenceFinding";

    /// <summary>Marks what a sandbox sends, as every answer of one is marked.</summary>
    public const string SandboxLabel = "novafence_sandbox";

    private const string NameLabel = "alertname";
    private const string HostLabel = "host";
    private const string SeverityLabel = "severity";

    /// <summary>The labels that only NovaFence sets. Letters' case does not count: two labels that differ in nothing else would be read as one.</summary>
    public static IReadOnlySet<string> OwnLabels { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NameLabel, AlertEvent.OwnLabel, HostLabel, SandboxLabel };

    /// <summary>
    /// Whether every Alertmanager takes it: newer ones take any UTF-8, older ones only this
    /// (https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels).
    /// </summary>
    public static bool IsLabelName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    /// <summary>The labels that all alerts have, whatever was found.</summary>
    /// <param name="configured">Those of the configuration.</param>
    /// <param name="sandbox">Whether it is a sandbox that speaks.</param>
    public static IReadOnlyDictionary<string, string> CommonLabels(IEnumerable<KeyValuePair<string, string>> configured, bool sandbox)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in configured)
            labels[name] = value;
        labels[NameLabel] = Name;
        if (sandbox)
            labels[SandboxLabel] = "true";
        return labels;
    }

    /// <summary>One finding.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="common"><see cref="CommonLabels"/>.</param>
    /// <param name="link">Where a person finds it; null where nobody knows.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="endsAt">When it ends.</param>
    /// <remarks>
    /// The record's state changes while the finding stays the same, and as a label it would make another alert of it while the old one still fires: it is an
    /// annotation. The start is never after the end: another instance whose clock is ahead may have found it first, and Alertmanager would answer 400
    /// (https://github.com/prometheus/common/blob/main/model/alert.go, <c>Validate</c>).
    /// </remarks>
    public static PostableAlert Of(Finding finding, IReadOnlyDictionary<string, string> common, string? link, DateTimeOffset now, DateTimeOffset endsAt)
    {
        var kind = Word(finding.Kind, AnnouncingJson.Default.FindingKind);
        var labels = new SortedDictionary<string, string>(common.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) { [AlertEvent.OwnLabel] = kind };
        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (finding.Host == Finding.NoHost)
        {
            annotations["summary"] = $"NovaFence: {kind}";
        }
        else
        {
            labels[HostLabel] = finding.Host;
            annotations["summary"] = $"NovaFence finds {finding.Host} {kind}";
            annotations["state"] = Word(finding.State, AnnouncingJson.Default.HostState);
        }

        // What is critical is so whatever is configured.
        if (finding.Kind.Severity() is var severity && (severity == FindingSeverity.Critical || !labels.ContainsKey(SeverityLabel)))
            labels[SeverityLabel] = severity;
        if (finding.Reason is { } reason)
            annotations["reason"] = reason;
        if (finding.ToDo.Length > 0)
            annotations["description"] = finding.ToDo;
        if (finding.Did.Length > 0)
            annotations["did"] = finding.Did;
        return new PostableAlert(labels, annotations, (finding.Since < now ? finding.Since : now).UtcDateTime, endsAt.UtcDateTime) { GeneratorURL = link };
    }

    private static string Word<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(value, type).GetString()!;
}
