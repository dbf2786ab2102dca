namespace NovaFence.Core.Audit;

/// <summary>What is in force here, in lines for a person: how the configuration was understood.</summary>
public interface IInForce
{
    /// <summary>The mode, the labels that name a host, every route in its order, and the watchdog.</summary>
    IReadOnlyList<string> Rules { get; }

    /// <summary>Budget and storm breaker as numbers of hosts; empty while the fleet is not known.</summary>
    IReadOnlyList<string> Limits { get; }

    /// <summary>Completes when the fleet, and <see cref="Limits"/> with it, is known.</summary>
    /// <exception cref="OperationCanceledException">The token fired first.</exception>
    Task WhenLimitsAreKnownAsync(CancellationToken cancellationToken);
}
