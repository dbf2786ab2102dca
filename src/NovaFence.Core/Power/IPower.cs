namespace NovaFence.Core.Power;

/// <summary>Asks the BMCs of compute hosts whether their machines have power, and switches one off where a route says so.</summary>
public interface IPower
{
    /// <summary>
    /// Reads once, and changes nothing. Nothing expected throws: what goes wrong is a <see cref="PowerReading"/>. Throws only when <paramref name="cancellationToken"/> fires.
    /// </summary>
    /// <param name="host">The compute host as Nova names it.</param>
    /// <param name="cancellationToken">Ends the question early; its own limit is <c>Power:ReadWithin</c>.</param>
    Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a machine's power away (Redfish's <c>ForceOff</c>, and nothing in its place): where the right machine runs and its BMC lists that it can, and
    /// <paramref name="isStillMeant"/> says so, it is read once more over the same connection and, where it is as before, the BMC is told at once. Sent once, never
    /// again. Nothing expected throws.
    /// </summary>
    /// <param name="host">The compute host as Nova names it.</param>
    /// <param name="isStillMeant">Asked just before; null where it is meant, or why it is not.</param>
    /// <param name="cancellationToken">Ends it early. What was sent by then is <see cref="PowerOffStatus.MayAct"/>.</param>
    Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken);
}
