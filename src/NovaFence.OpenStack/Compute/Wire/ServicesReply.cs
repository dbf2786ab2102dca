namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of <c>GET /os-services</c>.</summary>
internal sealed class ServicesReply
{
    public IReadOnlyList<ServiceRow>? Services { get; init; }
}
