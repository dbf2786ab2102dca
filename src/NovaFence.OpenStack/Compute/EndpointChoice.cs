namespace NovaFence.OpenStack.Compute;

/// <summary>The compute endpoint, or why there is none.</summary>
internal abstract record EndpointChoice
{
    private EndpointChoice() { }

    public sealed record Found(ComputeEndpoint Endpoint) : EndpointChoice;

    public sealed record Missing(string Why) : EndpointChoice;
}
