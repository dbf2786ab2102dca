using NovaFence.Core.Options;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>
/// Finds the host in an incident, which carries no labels and no alert details: only its key, its title and its custom fields.
/// </summary>
internal sealed class PagerDutyHost
{
    /// <summary>Nova's own column of host names is this long.</summary>
    private const int MaxNameLength = 255;

    /// <summary>An incident whose alert brought no <c>dedup_key</c> has a key of this form, made by PagerDuty; it names nothing.</summary>
    private const int GeneratedKeyLength = 32;

    private readonly PagerDutyHostPattern? _pattern;
    private readonly IReadOnlyList<string> _labels;

    public PagerDutyHost(HostsOptions options)
    {
        // Refused at start by PagerDutyPatternCheck; here it can only be right or absent.
        PagerDutyHostPattern.TryRead(options.PagerDutyPattern, out _pattern, out _);
        _labels = options.Labels.Count > 0 ? [.. options.Labels] : HostsOptions.DefaultLabels;
    }

    /// <summary>
    /// The host by name. With a pattern: what it finds first in key, title, custom fields. Without: null where a custom field is one of
    /// <c>Hosts:Labels</c>, so that the labels decide; otherwise the first of the three that is one word and not a generated key.
    /// </summary>
    public string? In(PagerDutyIncident incident)
    {
        if (_pattern is { } pattern)
            return Texts(incident).Select(pattern.HostIn).FirstOrDefault(host => host is not null);
        if (_labels.Any(incident.Labels.ContainsKey))
            return null;
        return Texts(incident).FirstOrDefault(text => IsOneWord(text) && !IsGeneratedKey(text));
    }

    private static IEnumerable<string> Texts(PagerDutyIncident incident)
    {
        if (incident.Key is { } key)
            yield return key;
        if (incident.Title is { } title)
            yield return title;
        foreach (var field in incident.CustomFields)
            yield return field.Value;
    }

    private static bool IsOneWord(string text) =>
        text.Length is > 0 and <= MaxNameLength && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));

    private static bool IsGeneratedKey(string text) => text.Length == GeneratedKeyLength && text.All(char.IsAsciiHexDigitLower);
}
