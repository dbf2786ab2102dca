using NovaFence.Core.Cloud;

namespace NovaFence.Benchmarks.Arms;

/// <summary>One of the things that are compared.</summary>
internal interface IArm : IAsyncDisposable
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>What is not measured but must be in place. Called before every round.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Sets or unsets <c>forced_down</c> of all these hosts, and says how long that took.</summary>
    /// <exception cref="MeasurementException">It was not done.</exception>
    Task<TimeSpan> SetAsync(IReadOnlyList<ComputeHost> hosts, bool down, CancellationToken cancellationToken);
}
