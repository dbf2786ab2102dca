namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Hosts</c>: how an alert names its compute host.</summary>
public sealed class HostsOptions
{
    /// <summary>
    /// The labels used where none are configured. Not <c>instance</c>: there stands the machine that the exporter runs on.
    /// </summary>
    public static readonly IReadOnlyList<string> DefaultLabels = ["host"];

    /// <summary>
    /// The labels that hold the host's name, in order of preference. The first that an alert has decides: it names exactly one compute host of Nova's, or the
    /// alert is held. An IP address that is no host of Nova's is passed over; another of the labels that names another host of Nova's holds the alert. Default:
    /// <see cref="DefaultLabels"/>.
    /// </summary>
    public IList<string> Labels { get; } = [];

    /// <summary>
    /// The domains in which a full name (<c>compute1.example.org</c>) and a short one (<c>compute1</c>) mean the same host, without a dot in front
    /// (<c>example.org</c>). Default: none, so that only the name counts that Nova has.
    /// </summary>
    public IList<string> Domains { get; } = [];

    /// <summary>
    /// A regular expression (.NET, non-backtracking) with a group <c>host</c>, searched for in PagerDuty's <c>incident_key</c>, its <c>title</c> and each custom
    /// field, all of them. A match counts as the whole name that it stands in; over all of them exactly one host of Nova's, or the incident is held. Null: each
    /// field that is one word is a name, and a custom field called like one of <see cref="Labels"/> decides.
    /// </summary>
    public string? PagerDutyPattern { get; set; }

    /// <summary><see cref="Labels"/>, or <see cref="DefaultLabels"/> where none are configured.</summary>
    public IReadOnlyList<string> GetEffectiveLabels() => Labels.Count > 0 ? [.. Labels] : DefaultLabels;
}
