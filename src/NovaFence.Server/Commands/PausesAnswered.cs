using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary>What a command got that pauses, resumes or rehearses on cloud and ledger.</summary>
internal static class PausesAnswered
{
    internal static Answered<PausesAnswer> Of(PauseResult result) => result switch
    {
        PauseResult.Done done => new Answered<PausesAnswer>.Ok(new PausesAnswer(done.Pauses)),
        PauseResult.Refused refused => new Answered<PausesAnswer>.Refused(refused.Why),
        PauseResult.Unavailable unavailable => Answered<PausesAnswer>.ByLedger(unavailable.Why),
        _ => throw new InvalidOperationException("a result of no known kind"),
    };
}
