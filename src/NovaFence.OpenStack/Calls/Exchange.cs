using System.Net;

namespace NovaFence.OpenStack.Calls;

/// <summary>One request and what came of it; nothing about it throws.</summary>
internal abstract class Exchange
{
    public required ExchangeEnd End { get; init; }

    /// <summary>The reply's status; null without a reply.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What went wrong, for a person: the service's own message, or a sentence about the transport. Null when nothing did.</summary>
    public string? Message { get; init; }

    /// <summary>The name of OpenStack's fault, <c>itemNotFound</c>; null when the reply is none. A gateway may have given it: <see cref="ReplyText.IsNovas"/>.</summary>
    public string? FaultName { get; init; }

    /// <summary>The <c>x-openstack-request-id</c> of the reply.</summary>
    public string? RequestId { get; init; }

    /// <summary>The connection was closed before the first byte of a reply, as uwsgi does to a connection it is done with.</summary>
    public bool DiedBeforeReply { get; init; }

    /// <summary>A 2xx with a readable body.</summary>
    public bool Succeeded => End is ExchangeEnd.Replied && Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>The same request may fare better a moment later.</summary>
    public bool MayPass => End is not ExchangeEnd.Replied || Status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>
    /// The service may have acted on it, or may yet: no reply, one that says nothing, one of a proxy that stopped waiting (504, 502), or 500, which Nova
    /// gives when its database fails at any point. Its 503 comes from before the API (no token could be validated) or from a proxy without a backend.
    /// </summary>
    public bool MayHaveActed => End is ExchangeEnd.NoReply or ExchangeEnd.Unreadable
        || Status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
}
