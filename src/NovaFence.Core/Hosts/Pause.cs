namespace NovaFence.Core.Hosts;

/// <summary>An operator's word that NovaFence is to leave a host, or all of them, alone for a while.</summary>
/// <param name="Host">The host, in Nova's spelling; null for all.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">Until when it holds, UTC; null until somebody resumes.</param>
/// <param name="Reason">Why, at most <see cref="MaxReasonLength"/> characters.</param>
/// <param name="By">Through which door it came, as with an operator's command.</param>
public sealed record Pause(string? Host, DateTimeOffset Since, DateTimeOffset? Until, string Reason, string By)
{
    /// <summary>Most characters of <see cref="Reason"/>; longer ones are cut.</summary>
    public const int MaxReasonLength = 200;

    /// <summary>Most pauses at once: they stand in one row. Pause everything where more hosts are meant.</summary>
    internal const int MaxPauses = 60;

    /// <summary>When somebody resumed, UTC; null where nobody has.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// Longest drill. Whoever rehearses stays with it; a longer one would only be forgotten.
    /// </summary>
    public static readonly TimeSpan LongestDrill = TimeSpan.FromMinutes(15);

    /// <summary>
    /// True of a drill: alerts of the host are decided as ever and told, only that nothing is sent to Nova, for as long as its nova-compute reports. What does not report any more is
    /// no rehearsal: then the drill is over.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool Drill { get; init; }

    internal bool Holds(DateTimeOffset now) => EndedAt is null && (Until is not { } until || now < until);

    internal bool IsOf(string? host) => string.Equals(Host, host, StringComparison.OrdinalIgnoreCase);
}
