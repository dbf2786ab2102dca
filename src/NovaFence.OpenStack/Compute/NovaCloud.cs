using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Compute.Wire;
using NovaFence.OpenStack.Identity;
using Refit;

namespace NovaFence.OpenStack.Compute;

/// <summary>A real cloud.</summary>
internal sealed partial class NovaCloud(CloudSession session, NovaCalls calls, Facts facts, TimeProvider time, ILogger<NovaCloud> logger) : ICloud
{
    private const string Binary = "nova-compute";

    public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
    {
        // The token of the last attempt: Nova may have refused the one before.
        CloudToken? token = null;
        var exchange = await calls.SendAsync(
            CallKind.List,
            new Reach(),
            (open, attempt) =>
            {
                token = open.Token;
                return open.Link.Api.ListAsync(NovaLink.Headers(open.Token, open.Link.Plan.Listing), attempt);
            },
            cancellationToken);
        if (exchange is { Succeeded: true, Body.Services: { } services })
            return new CloudListing.Listed(ServiceListing.Read(services)) { ClockAhead = token?.ClockAheadNow(time) };

        // Not an empty list: that would say that every host is gone.
        var why = exchange.Message ?? "Nova answered 200, but without services.";
        Log.NoList(logger, why, exchange.RequestId);
        return new CloudListing.Unavailable(why) { NotPermitted = exchange.Status is HttpStatusCode.Forbidden && ReplyText.IsNovas(exchange.FaultName) };
    }

    public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (Unacceptable(host) is { } refusal)
            return new ForceDownReply { Status = ForceDownStatus.Refused, Message = refusal };

        var reach = new Reach();
        ForceDownReply reply;
        try
        {
            var exchange = await calls.SendAsync(
                CallKind.ForceDown, reach, (open, attempt) => PutAsync(open, host, forcedDown, status, attempt), cancellationToken);
            reply = ForceDownReading.Read(exchange, host, forcedDown, reach);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            reply = new ForceDownReply
            {
                Status = ForceDownStatus.Unavailable,
                Message = reach.MayHaveActed ? "The caller stopped waiting for Nova's reply." : "The caller stopped waiting before Nova was asked.",
                MayHaveReachedNova = reach.MayHaveActed,
            };
        }

        if (reply.Status is ForceDownStatus.Done)
            Log.Set(logger, host.Name, forcedDown, reply.RequestId);
        else
            Log.NotSet(logger, host.Name, forcedDown, reply.Status, reply.Message, reply.RequestId);
        return reply;
    }

    public async Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        facts.Readiness(await session.OpenAsync(cancellationToken));

    // Without a UUID, as on an older cloud or of a cell that was down when it was listed, by name: that takes no second request either.
    private static Task<IApiResponse<ServiceReply>> PutAsync(SessionResult.Open open, ComputeHost host, bool forcedDown, StatusChange status, CancellationToken attempt)
    {
        var (token, link) = (open.Token, open.Link);
        return host.ServiceId is { } id && link.Plan.ByUuid is { } byUuid
            ? link.Api.UpdateAsync(id, NovaLink.Headers(token, byUuid), ForcedDownById.Of(forcedDown, status), attempt)
            : link.Api.ForceDownAsync(
                NovaLink.Headers(token, link.Plan.ByName ?? Microversion.LastByName), new ForcedDownByName(Binary, host.Name, forcedDown), attempt);
    }

    /// <summary>What must not become part of a URL or would be refused by Nova's schema anyway.</summary>
    private string? Unacceptable(ComputeHost host)
    {
        if (host.ServiceId is { } id && !Guid.TryParse(id, out _))
            return "The service id is not a UUID.";
        var byName = host.ServiceId is null || session.Link is { Plan.HasUuids: false };
        return byName && !HostName().IsMatch(host.Name)
            ? "The host name has characters that Nova does not take: it takes letters, digits, '-', '.' and '_'."
            : null;
    }

    /// <summary>https://github.com/openstack/nova/blob/26.2.2/nova/api/validation/parameter_types.py#L280.</summary>
    [GeneratedRegex("^[a-zA-Z0-9._-]{1,255}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName();

    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Information, "Nova set forced_down of {Host} to {ForcedDown} ({RequestId})")]
        public static partial void Set(ILogger logger, string host, bool forcedDown, string? requestId);

        [LoggerMessage(2021, LogLevel.Warning, "Nova did not confirm forced_down {ForcedDown} of {Host}: {Status}: {Message} ({RequestId})")]
        public static partial void NotSet(ILogger logger, string host, bool forcedDown, ForceDownStatus status, string? message, string? requestId);

        [LoggerMessage(2022, LogLevel.Warning, "Nova gave no list of services: {Why} ({RequestId})")]
        public static partial void NoList(ILogger logger, string why, string? requestId);
    }
}
