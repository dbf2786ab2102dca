namespace NovaFence.Core.Hosts;

/// <summary>An operator's word: it stands for evidence and budget, and is recorded as such.</summary>
/// <param name="Host">The host's name; resolved like a label's value, so a short name or another case will do, an ambiguous one not.</param>
/// <param name="ForcedDown">True forces it down, false unsets it.</param>
/// <param name="Reason">Why, in the operator's words, at most <see cref="MaxReasonLength"/> characters; may be empty.</param>
/// <param name="By">Through which door it came: <c>api</c> or <c>cli user@machine</c>; never a token.</param>
public sealed record OperatorCommand(string Host, bool ForcedDown, string Reason, string By)
{
    /// <summary>Most characters of <see cref="Reason"/>; longer ones are cut.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>
    /// Whether it is carried out whatever a look says: an unset while an evacuation from the host is in flight, a force-down that is sent again although
    /// the host has reported since. Default false: such a thing asks again.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>
    /// The <see cref="HostView.Version"/> that the operator saw: where the host is another one by now, nothing is done (<see cref="Decisions.Reason.ChangedSince"/>). Null
    /// (default): whatever it is.
    /// </summary>
    public string? IfVersion { get; init; }

    /// <summary>How a command line begins.</summary>
    internal const string Program = "novafence ";

    /// <summary>The command line that says it, for people.</summary>
    /// <param name="host">The host, as it is to be typed.</param>
    /// <param name="forcedDown"><see cref="ForcedDown"/>.</param>
    public static string Line(string host, bool forcedDown) =>
        $"{Program}force-down {host} {(forcedDown ? "--reason \"…\"" : "--unset")}";
}
