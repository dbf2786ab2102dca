using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Calls;

namespace NovaFence.OpenStack.Compute;

/// <summary>A real cloud's evacuations.</summary>
internal sealed partial class NovaEvacuations(NovaCalls calls, ILogger<NovaEvacuations> logger) : IEvacuations
{
    /// <summary>Those during which servers are still being moved away: https://github.com/openstack/nova/blob/26.2.2/nova/compute/manager.py#L3572.</summary>
    private static readonly string[] InFlight = ["accepted", "pre-migrating", "running"];

    public async Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var exchange = await calls.SendAsync(
            CallKind.List,
            new Reach(),
            (open, attempt) => open.Link.Api.ListEvacuationsAsync(host.Name, NovaLink.Headers(open.Token, open.Link.Plan.Listing), attempt),
            cancellationToken);
        if (exchange is { Succeeded: true, Body.Migrations: { } migrations })
        {
            return new EvacuationCount.Known(migrations.Count(migration =>
                InFlight.Contains(migration.Status, StringComparer.Ordinal)
                && string.Equals(migration.SourceCompute, host.Name, StringComparison.OrdinalIgnoreCase)));
        }

        var why = exchange.Message ?? "Nova answered 200, but without migrations.";
        Log.NotListed(logger, host.Name, why, exchange.RequestId);
        return new EvacuationCount.Unavailable(why);
    }

    private static partial class Log
    {
        [LoggerMessage(2023, LogLevel.Warning, "Nova gave no list of the evacuations from {Host}: {Why} ({RequestId})")]
        public static partial void NotListed(ILogger logger, string host, string why, string? requestId);
    }
}
