namespace NovaFence.Core.Cloud;

/// <summary>Nova's answer to a force-down or an unset.</summary>
public sealed record ForceDownReply
{
    /// <summary>What the answer means.</summary>
    public required ForceDownStatus Status { get; init; }

    /// <summary>Nova's own message, or a sentence about the transport error; never a secret. Null when done.</summary>
    public string? Message { get; init; }

    /// <summary>Nova's <c>x-openstack-request-id</c>, to find the call in Nova's log.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// True when no reply came but Nova may have received, or may yet process, the request: its effect is unknown.
    /// </summary>
    public bool MayHaveReachedNova { get; init; }
}
