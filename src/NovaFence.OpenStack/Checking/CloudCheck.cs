using System.Net;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Compute.Wire;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;
using Refit;

namespace NovaFence.OpenStack.Checking;

/// <summary>Asks Keystone and Nova for everything that a force-down needs, and sets nothing.</summary>
internal sealed class CloudCheck(SharedToken tokens, CloudSession session, NovaCalls calls, CloudSettings settings) : ICloudCheck
{
    private const string Credentials = "credentials";
    private const string Catalog = "catalog";
    private const string Microversions = "microversion";
    private const string MayList = "policy: list";
    private const string MayUpdate = "policy: update";

    public async Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken)
    {
        var lines = new List<CheckLine>();
        if (await TokenAsync(lines, cancellationToken) is { } token)
        {
            await NovaAsync(token, lines, cancellationToken);
            lines.Add(ClockCheck.Of(token.ClockAhead));
        }

        return lines;
    }

    private async Task<CloudToken?> TokenAsync(List<CheckLine> lines, CancellationToken cancellationToken)
    {
        switch (await tokens.GetAsync(cancellationToken))
        {
            case TokenResult.None none:
                lines.Add(CheckLine.Failed(Credentials, none.Why, none.Refused
                    ? $"Set the credentials right ({settings.Source})."
                    : $"See that Keystone at {settings.IdentityUrl} can be reached from here."));
                return null;
            case TokenResult.Issued { Token: var token }:
                lines.Add(CheckLine.Ok(Credentials, FormattableString.Invariant($"Keystone gave {settings.Identity.Described} a token, valid until {token.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.")));
                return token;
            default:
                throw new InvalidOperationException("A token result of an unknown kind.");
        }
    }

    private async Task NovaAsync(CloudToken token, List<CheckLine> lines, CancellationToken cancellationToken)
    {
        if (token.Compute is EndpointChoice.Missing { Why: var missing })
        {
            lines.Add(CheckLine.Failed(Catalog, missing, $"Look at the catalog ('openstack catalog show compute'), and at {CloudKey.Region.Both()}."));
            return;
        }

        lines.Add(CheckLine.Ok(Catalog, $"Nova is at {((EndpointChoice.Found)token.Compute).Endpoint}."));
        switch (await session.OpenAsync(cancellationToken))
        {
            case SessionResult.Closed closed:
                lines.Add(CheckLine.Failed(Microversions, closed.Why, closed.TooOld ? "Nothing but a newer Nova, or a higher MaxMicroversion, helps." : "See that Nova's endpoint can be reached from here."));
                return;
            case SessionResult.Open { Link.Plan: var plan }:
                lines.Add(plan.ByUuid is { } byUuid
                    ? CheckLine.Ok(Microversions, $"Nova has {plan.Oldest} to {plan.Newest}, as far as it is used; hosts are forced down by UUID at {byUuid}.")
                    : CheckLine.Warning(
                        Microversions,
                        $"Nova has {plan.Oldest} to {plan.Newest}, as far as it is used; hosts are forced down by name, and Nova's answer is an echo.",
                        "It works. From 2.53 on Nova confirms what it did: see whether MaxMicroversion or the cloud can be raised."));
                break;
        }

        lines.Add(await ListAsync(cancellationToken));
        lines.Add(await UpdateAsync(cancellationToken));
    }

    private async Task<CheckLine> ListAsync(CancellationToken cancellationToken)
    {
        var exchange = await calls.SendAsync(
            CallKind.List, new Reach(), static (open, attempt) => open.Link.Api.ListAsync(NovaLink.Headers(open.Token, open.Link.Plan.Listing), attempt), cancellationToken);
        if (exchange is { Succeeded: true, Body.Services: { } services })
        {
            return services.Count > 0
                ? CheckLine.Ok(MayList, FormattableString.Invariant($"{services.Count} compute services can be listed."))
                : CheckLine.Failed(MayList, "Nova lists no nova-compute.", "Is this the right cloud and region, and have its hosts been discovered ('nova-manage cell_v2 discover_hosts')?");
        }

        return exchange.Status is HttpStatusCode.Forbidden
            ? CheckLine.Failed(MayList, exchange.Message!, "Give this user a role that os_compute_api:os-services:list allows; by default an administrator's.")
            : CheckLine.Failed(MayList, exchange.Message ?? "Nova answered without services.", "Set right what Nova complains of.");
    }

    /// <summary>Nova asks its policy before it looks for the service: a service that cannot exist tells whether one that does could be changed.</summary>
    private async Task<CheckLine> UpdateAsync(CancellationToken cancellationToken)
    {
        var exchange = await calls.SendAsync(CallKind.ForceDown, new Reach(), UnsetNobodyAsync, cancellationToken);
        return exchange.Status switch
        {
            HttpStatusCode.NotFound => CheckLine.Ok(MayUpdate, "Compute services may be updated; tried on one that does not exist."),
            HttpStatusCode.Forbidden => CheckLine.Failed(MayUpdate, exchange.Message!, "Give this user a role that os_compute_api:os-services:update allows; by default an administrator's."),
            _ => CheckLine.Warning(MayUpdate, exchange.Message ?? $"Nova answered {(int?)exchange.Status} to an unset of a service that does not exist.", "It cannot be told whether a force-down would be allowed: try one on a host that is empty."),
        };
    }

    private static Task<IApiResponse<ServiceReply>> UnsetNobodyAsync(SessionResult.Open open, CancellationToken attempt)
    {
        var nobody = Guid.NewGuid().ToString("D");
        var plan = open.Link.Plan;
        return plan.ByUuid is { } byUuid
            ? open.Link.Api.UpdateAsync(nobody, NovaLink.Headers(open.Token, byUuid), new ForcedDownById(ForcedDown: false), attempt)
            : open.Link.Api.ForceDownAsync(
                NovaLink.Headers(open.Token, plan.ByName ?? Microversion.LastByName), new ForcedDownByName("nova-compute", $"novafence-check-{nobody}", ForcedDown: false), attempt);
    }
}
