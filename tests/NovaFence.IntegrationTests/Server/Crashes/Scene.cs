using NovaFence.TestPrograms.Crashing;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>One host, and one process that is killed at one step of acting on it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Down">True: on the way from firing to forced down. False: it is down, its alert has resolved, and it is on the way to be unset.</param>
internal sealed record Scene(KillStep Step, bool Down)
{
    public static IReadOnlyList<Scene> All { get; } = [.. Enum.GetValues<KillStep>().SelectMany(step => new[] { new Scene(step, true), new Scene(step, false) })];

    public string Host => $"{(Down ? "down" : "up")}-{Step}".ToLowerInvariant();

    /// <summary>Whether anything of it was in the ledger when the process died. That an alert resolved is taken before anything is looked at.</summary>
    public bool IsStored => !Down || Step > KillStep.BeforeIntent;

    /// <summary>Whether the ledger says that somebody is at it, and nobody is.</summary>
    public bool IsLeftLeased => Step is > KillStep.BeforeIntent and not KillStep.AfterOutcome;

    /// <summary>Whether Nova had done it.</summary>
    public bool IsDone => Step >= KillStep.AfterPut;

    /// <summary>The PUTs that the audit has to send: it looks first, and sends none where Nova has done it, or where nothing was ever wanted.</summary>
    public int PutsOfTheAudit => IsStored && !IsDone ? 1 : 0;

    /// <summary>Whether the audit finishes anything, be it that it looks and finds it done.</summary>
    public bool IsLeft => IsLeftLeased || PutsOfTheAudit > 0;

    /// <summary>
    /// Whether it is forced down, our PUT may have done that, and nobody lives who sent it: another hand may have been first, so that only an operator
    /// unsets it.
    /// </summary>
    public bool IsUnsure => Down && IsDone && IsLeftLeased;
}
