using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Calls;

namespace NovaFence.OpenStack.Compute;

/// <summary>A real cloud's evacuations.</summary>
internal sealed partial class NovaEvacuations(NovaCalls calls, ILogger<NovaEvacuations> logger) : IEvacuations
{
    /// <summary>Those during which servers are still being moved away: https://github.com/openstack/nova/blob/26.2.2/nova/compute/manager.py#L3572.</summary>
    private static readonly string[] InFlight = ["accepted", "pre-migrating", "running"];

    /// <summary>Most pages that are read; whoever has more evacuations of one host than are on them is not told that none is in flight.</summary>
    private const int MostPages = 50;

    public async Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        string? marker = null;
        var inFlight = 0;
        for (var page = 0; page < MostPages; page++)
        {
            var exchange = await calls.SendAsync(
                CallKind.List,
                new Reach(),
                (open, attempt) => open.Link.Api.ListEvacuationsAsync(host.Name, marker, NovaLink.Headers(open.Token, open.Link.Plan.Listing), attempt),
                cancellationToken);
            if (exchange is not { Succeeded: true, Body: { Migrations: { } migrations } reply })
                return NotListed(host, exchange.Message ?? "Nova answered 200, but without migrations.", exchange.RequestId);
            inFlight += migrations.Count(migration =>
                InFlight.Contains(migration.Status, StringComparer.Ordinal)
                && string.Equals(migration.SourceCompute, host.Name, StringComparison.OrdinalIgnoreCase));
            if (!reply.HasMore)
                return new EvacuationCount.Known(inFlight);
            if (migrations is not [.., { Uuid: { Length: > 0 } last }] || last == marker)
                return NotListed(host, "Nova says that there are more migrations, and not behind which.", exchange.RequestId);
            marker = last;
        }

        return NotListed(host, FormattableString.Invariant($"Nova has more than {MostPages} pages of them."), requestId: null);
    }

    private EvacuationCount.Unavailable NotListed(ComputeHost host, string why, string? requestId)
    {
        Log.NotListed(logger, host.Name, why, requestId);
        return new EvacuationCount.Unavailable(why);
    }

    private static partial class Log
    {
        [LoggerMessage(2023, LogLevel.Warning, "Nova gave no list of the evacuations from {Host}: {Why} ({RequestId})")]
        public static partial void NotListed(ILogger logger, string host, string why, string? requestId);
    }
}
