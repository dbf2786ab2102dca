namespace NovaFence.Sandbox;

/// <summary>Something that goes wrong with a request, after a while.</summary>
/// <param name="Kind">What.</param>
/// <param name="Delay">How long the request waits first. <see cref="Timeout.InfiniteTimeSpan"/>: until the client gives up.</param>
public sealed record Fault(FaultKind Kind, TimeSpan Delay = default)
{
    /// <summary>The request is never answered.</summary>
    public static Fault Hang { get; } = new(FaultKind.None, Timeout.InfiniteTimeSpan);
}
