using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Core;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;
using NovaFence.OpenStack;

namespace NovaFence.Benchmarks.Audits;

/// <summary>NovaFence as it is, in this process, before that cloud and with a SQLite ledger.</summary>
internal sealed class AuditedCloud : IAsyncDisposable
{
    private const string Route = "hosts";
    private static readonly JsonSerializerOptions Rows = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly ServiceProvider _services;

    private AuditedCloud(ServiceProvider services) => _services = services;

    public IAuditor Auditor => _services.GetRequiredService<IAuditor>();

    /// <param name="fleet">The cloud.</param>
    /// <param name="path">The ledger's file.</param>
    /// <param name="hosts">How many hosts the cloud has.</param>
    /// <param name="records">How many of them have a record of an alert that ended lately.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static async Task<AuditedCloud> CreateAsync(FleetProcess fleet, string path, int hosts, int records, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string?>(fleet.Configuration, StringComparer.Ordinal)
        {
            ["NovaFence:Ledger:Sqlite:Path"] = path,
            ["NovaFence:Routes:0:Name"] = Route,
            ["NovaFence:Routes:0:Receiver"] = "alertmanager",
            ["NovaFence:Routes:0:Match:0"] = "*",
            ["NovaFence:Routes:0:Evidence"] = "asserted",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddNovaFenceCore(configuration).AddNovaFenceOpenStack(configuration).AddNovaFenceLedger(configuration);
        var cloud = new AuditedCloud(services.BuildServiceProvider());
        var ledger = cloud._services.GetRequiredService<ILedger>();
        await ledger.InitializeAsync(cancellationToken);
        var every = hosts / Math.Max(1, records);
        foreach (var chunk in Enumerable.Range(0, records).Select(number => Record($"compute{(number * every) + 1}")).Chunk(LedgerCommit.MaxOperations))
            await ledger.CommitAsync(new LedgerCommit([.. chunk.Select(record => new RowWrite(LedgerKey.Host(record.Host), JsonSerializer.Serialize(record, Rows), null))], []), cancellationToken);
        return cloud;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>The listing as NovaFence's own client reads it, and nothing else: to see what of an audit is the listing.</summary>
    public Task<CloudListing> ListAsync(CancellationToken cancellationToken) => _services.GetRequiredService<ICloud>().ListComputeServicesAsync(cancellationToken);

    private static HostRecord Record(string host)
    {
        var ended = DateTimeOffset.UtcNow.AddHours(-1);
        return new HostRecord
        {
            Host = host,
            ServiceId = Guid.NewGuid().ToString(),
            Reason = "last alert resolved: no other alert holds it down",
            IntentAt = ended,
            PutSentAt = ended,
            ConfirmedAt = ended,
            RequestId = $"req-{Guid.NewGuid()}",
            Alerts =
            [
                new AlertEntry
                {
                    Receiver = "alertmanager", Fingerprint = Guid.NewGuid().ToString("N")[..16], Status = AlertStatus.Resolved, At = ended, FirstSeen = ended.AddHours(-1), LastSeen = ended, Route = Route,
                },
            ],
        };
    }
}
