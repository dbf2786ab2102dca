namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of either PUT's 200: the whole row by UUID, an echo of the request by name.</summary>
internal sealed class ServiceReply
{
    public ServiceRow? Service { get; init; }
}
