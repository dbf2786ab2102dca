namespace NovaFence.Core.Power;

/// <summary>Asks a Prometheus for raw samples and compares them itself.</summary>
public interface ISamples
{
    /// <summary>
    /// Asks for <paramref name="condition"/>'s samples of the last seconds. Nothing expected throws; throws only when <paramref name="cancellationToken"/> fires.
    /// </summary>
    /// <param name="condition">The condition as the route has it, with <c>{host}</c> in it.</param>
    /// <param name="host">The compute host as Nova names it; stands for <c>{host}</c>, as a whole, escaped label value.</param>
    /// <param name="cancellationToken">Ends the question early.</param>
    Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken);
}
