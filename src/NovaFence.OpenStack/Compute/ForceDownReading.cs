using System.Net;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Compute.Wire;

namespace NovaFence.OpenStack.Compute;

/// <summary>What Nova's answer to the PUT means.</summary>
internal static class ForceDownReading
{
    /// <summary>
    /// The part of Nova's message that names the state, without the host's name and the advice around it:
    /// https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/services.py#L239.
    /// </summary>
    private const string DoneEvacuations = "`done` evacuation migration records remain";

    /// <summary>Nova's answer to a path it does not know, and no word about a host: services.py#L223.</summary>
    private const string UnknownAction = "Unknown action";

    public static ForceDownReply Read(Exchange<ServiceReply> exchange, ComputeHost host, bool forcedDown, Reach reach)
    {
        if (exchange.Succeeded)
        {
            return Doubt(exchange.Body?.Service, host, forcedDown) is { } doubt
                ? Reply(ForceDownStatus.Unavailable, exchange, doubt) with { MayHaveReachedNova = true }
                : Reply(ForceDownStatus.Done, exchange, null);
        }

        var status = exchange.Status switch
        {
            HttpStatusCode.BadRequest when !forcedDown && Says(exchange, DoneEvacuations) => ForceDownStatus.WaitingForRestart,
            HttpStatusCode.NotFound when exchange.FaultName is "itemNotFound" && !Says(exchange, UnknownAction) => ForceDownStatus.UnknownHost,
            HttpStatusCode.Forbidden when ReplyText.IsNovas(exchange.FaultName) => ForceDownStatus.NotPermitted,
            // No valid token to be had, a proxy that wants us to slow down, a release that no longer speaks our microversion.
            HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.NotAcceptable =>
                ForceDownStatus.Unavailable,
            // A page, or JSON, of whatever stands before Nova is no word of Nova's: it passes, or somebody mends it.
            >= HttpStatusCode.BadRequest when !ReplyText.IsNovas(exchange.FaultName) => ForceDownStatus.Unavailable,
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.InternalServerError => ForceDownStatus.Refused,
            _ => ForceDownStatus.Unavailable,
        };
        return Reply(status, exchange, Sentence(exchange)) with { MayHaveReachedNova = reach.MayHaveActed };
    }

    private static ForceDownReply Reply(ForceDownStatus status, Exchange exchange, string? message) =>
        new() { Status = status, Message = message, RequestId = exchange.RequestId };

    private static bool Says(Exchange exchange, string words) => exchange.Message?.Contains(words, StringComparison.Ordinal) is true;

    private static string? Sentence(Exchange exchange) => exchange.Status switch
    {
        HttpStatusCode.Unauthorized =>
            $"Nova answered 401 to a token Keystone had just given: {exchange.Message} (An application credential with access rules needs service_type "
            + "in Nova's [keystone_authtoken].)",
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError when !ReplyText.IsNovas(exchange.FaultName) =>
            $"This is not Nova's answer, but that of something before it: {exchange.Message}",
        HttpStatusCode.NotFound when exchange.FaultName is not "itemNotFound" || Says(exchange, UnknownAction) =>
            $"There is no os-services at the compute endpoint (404: {exchange.Message})",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
            "The compute endpoint redirects elsewhere; it is not followed, because the token would go with it.",
        _ => exchange.Message,
    };

    // By UUID the reply is the record after the change, by name an echo without a state.
    private static string? Doubt(ServiceRow? service, ComputeHost host, bool forcedDown)
    {
        if (service is null)
            return "Nova answered 200, but without a service.";
        if (service.ForcedDown != forcedDown)
            return $"Nova answered 200, but with forced_down {service.ForcedDown?.ToString().ToLowerInvariant() ?? "missing"}.";
        if (forcedDown && service.State is not (null or "down"))
            return $"Nova answered 200, but with state {ReplyText.Clean(service.State)}.";
        return service.Host is { } named && !named.Equals(host.Name, StringComparison.OrdinalIgnoreCase)
            ? $"Nova answered 200, but for {ReplyText.Clean(named)}."
            : null;
    }
}
