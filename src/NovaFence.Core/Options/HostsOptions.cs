namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Hosts</c>: how an alert names its compute host.</summary>
public sealed class HostsOptions
{
    /// <summary>The labels used where none are configured, in order of preference.</summary>
    public static readonly IReadOnlyList<string> DefaultLabels = ["hypervisor", "compute_host", "nodename", "host", "hostname", "instance"];

    /// <summary>
    /// The labels to look at, in order of preference; the first whose value names a compute host of Nova's decides. Default:
    /// <see cref="DefaultLabels"/>.
    /// </summary>
    public IList<string> Labels { get; } = [];

    /// <summary>
    /// A regular expression (.NET, non-backtracking) with a group <c>host</c>, tried on PagerDuty's <c>incident_key</c>, then its
    /// <c>title</c>, then each custom field. PagerDuty's incident carries no labels, so without a match the event is held. Null: a field is
    /// taken whole if it names a host.
    /// </summary>
    public string? PagerDutyPattern { get; set; }

    internal IReadOnlyList<string> EffectiveLabels => Labels.Count > 0 ? [.. Labels] : DefaultLabels;
}
