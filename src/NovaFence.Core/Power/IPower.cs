namespace NovaFence.Core.Power;

/// <summary>Asks the BMCs of compute hosts whether their machines have power. Changes nothing there.</summary>
public interface IPower
{
    /// <summary>Whether a BMC is configured for this compute host.</summary>
    /// <param name="host">The compute host as Nova names it.</param>
    bool Knows(string host);

    /// <summary>
    /// Reads once. Nothing expected throws: what goes wrong is a <see cref="PowerReading"/>. Throws only when <paramref name="cancellationToken"/> fires.
    /// </summary>
    /// <param name="host">The compute host as Nova names it.</param>
    /// <param name="cancellationToken">Ends the question early; its own limit is <c>Power:ReadWithin</c>.</param>
    Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken);
}
