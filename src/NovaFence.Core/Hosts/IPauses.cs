namespace NovaFence.Core.Hosts;

/// <summary>Pauses NovaFence, or leaves a host to its maintenance, over all instances.</summary>
/// <remarks>
/// While paused, alerts are taken into the record and held, and the audit changes nothing. An operator's command for a host goes through: it is
/// an operator who paused.
/// </remarks>
public interface IPauses
{
    /// <summary>Those that hold now.</summary>
    Task<PauseResult> ListAsync(CancellationToken cancellationToken);

    /// <summary>Pauses. A second pause of the same host takes the place of the first.</summary>
    /// <param name="host">The host, resolved as an operator's command does; null for all.</param>
    /// <param name="duration">After which it expires by itself, above zero; null until somebody resumes.</param>
    /// <param name="reason">Why, in the operator's words; required.</param>
    /// <param name="by">Through which door it came; never a token.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<PauseResult> PauseAsync(string? host, TimeSpan? duration, string reason, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a drill of a host that lives: what its alerts would do is decided and told, and nothing is sent to Nova. It ends by itself, by <see cref="ResumeAsync"/>, and where nova-compute there
    /// reports no more. Refused where the host is not up and reporting, or a pause holds.
    /// </summary>
    /// <param name="host">The host, resolved as an operator's command does.</param>
    /// <param name="duration">After which it ends by itself: above zero, at most <see cref="Pause.LongestDrill"/>.</param>
    /// <param name="reason">Why, in the operator's words; required.</param>
    /// <param name="by">Through which door it came; never a token.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<PauseResult> DrillAsync(string host, TimeSpan duration, string reason, string by, CancellationToken cancellationToken);

    /// <summary>Ends the pause of this host, or the one of all where <paramref name="host"/> is null; other pauses stay.</summary>
    Task<PauseResult> ResumeAsync(string? host, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Says that a storm is over: alerts that began before are no longer counted, and what was held for it is decided anew, within budget and with a look.
    /// </summary>
    Task<PauseResult> ResumeStormAsync(string by, CancellationToken cancellationToken);
}
