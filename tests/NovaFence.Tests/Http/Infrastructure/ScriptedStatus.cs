using NovaFence.Core.Audit;

namespace NovaFence.Http.Tests.Infrastructure;

internal sealed class ScriptedStatus : IStatus
{
    public Status Next { get; set; } = new()
    {
        Summary = "All is well. NovaFence holds 0 of 5 hosts down.",
        NeedsAPerson = false,
        Because = [],
        At = new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero),
        Mode = "fence",
        Nova = new NovaStatus("https://keystone.example.org:5000/v3", new DateTimeOffset(2026, 3, 14, 1, 59, 30, TimeSpan.Zero), 5, null),
        Ledger = new LedgerStatus("the file ledger.db", "default", null),
        Audit = new AuditStatus(null, 0, 0, null),
        Version = "0.2.0",
        Instance = "0123456789ab",
    };

    public Task<Status> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Next);
}
