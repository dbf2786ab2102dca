using NovaFence.Core.Alerts;
using NovaFence.Core.Options;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>
/// Finds the hosts that an incident names. It carries no labels and no alert details: only its key, its title and its custom fields.
/// </summary>
internal sealed class PagerDutyHost
{
    /// <summary>
    /// Most characters of key, title and custom fields together that are searched; PagerDuty's titles have 1,024 at most. An expression that is searched for
    /// again and again takes a time that grows with the square of the length.
    /// </summary>
    internal const int MaxTextLength = 8192;

    /// <summary>Most names that are looked up of one incident: each is held against all hosts of Nova's.</summary>
    internal const int MaxNames = 1000;

    /// <summary>
    /// A key of so many hexadecimal digits or more is a hash and names nothing: PagerDuty makes one of 32 where the alert brought no <c>dedup_key</c>,
    /// Alertmanager and Grafana send one of 64.
    /// </summary>
    private const int LeastHashLength = 32;

    private readonly PagerDutyHostPattern? _pattern;
    private readonly IReadOnlyList<string> _labels;

    public PagerDutyHost(HostsOptions options)
    {
        // PagerDutyPatternCheck has refused a wrong expression at the start.
        PagerDutyHostPattern.TryRead(options.PagerDutyPattern, out _pattern, out _);
        _labels = options.GetEffectiveLabels();
    }

    /// <summary>
    /// The places where the incident names hosts. With a pattern: every whole name that it finds in key, title and custom fields. Without: each of these that
    /// is one word; and a custom field that is called like one of <c>Hosts:Labels</c> decides. A place whose text is null was not searched.
    /// </summary>
    public IReadOnlyList<HostMention> In(PagerDutyIncident incident)
    {
        var texts = Texts(incident);
        if (_pattern is { } pattern)
            return [.. Found(pattern, texts)];
        var deciding = _labels.Where(label => incident.Labels.GetValueOrDefault(label) is { Length: > 0 }).Select(label => new HostMention(label, incident.Labels[label]) { Decides = true });
        return [.. deciding, .. texts.Where(text => IsOneWord(text.Text!)).Take(MaxNames + 1).Select((text, index) => index < MaxNames ? text : text with { Text = null })];
    }

    /// <summary>What of each text is a name. Where there is more text or more names than is looked at, the last place is one that nobody could search: that holds the incident.</summary>
    private static IEnumerable<HostMention> Found(PagerDutyHostPattern pattern, IEnumerable<HostMention> texts)
    {
        var (characters, names) = (MaxTextLength, MaxNames);
        foreach (var text in texts)
        {
            characters -= text.Text!.Length;
            if (characters < 0 || pattern.NamesIn(text.Text, names) is not { } found)
            {
                yield return text with { Text = null };
                yield break;
            }

            names -= found.Count;
            foreach (var name in found)
                yield return text with { Text = name };
        }
    }

    private static IEnumerable<HostMention> Texts(PagerDutyIncident incident)
    {
        if (incident.Key is { Length: > 0 } key && !IsHash(key))
            yield return new HostMention("incident_key", key);
        if (incident.Title is { Length: > 0 } title)
            yield return new HostMention("title", title);
        foreach (var field in incident.CustomFields.Where(field => field.Value.Length > 0))
            yield return new HostMention($"custom_fields.{field.Key}", field.Value);
    }

    private static bool IsOneWord(string text) => text.Length <= MaxTextLength && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));

    private static bool IsHash(string key) => key.Length >= LeastHashLength && key.All(char.IsAsciiHexDigit);
}
