using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Tests.Infrastructure;

internal sealed class ScriptedReport : IReport
{
    public DateTimeOffset? Since { get; private set; }

    public string? Away { get; set; }

    public Report Next { get; set; } = new()
    {
        Summary = "In the last 7 days: no host was forced down, nothing was held.",
        ToDo = [],
        Since = new DateTimeOffset(2026, 3, 7, 2, 0, 0, TimeSpan.Zero),
        At = new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero),
        Mode = "fence",
        KnownHosts = 5,
        MostDownAtOnce = 0,
        MostWithinAnHour = 0,
        Hosts = [],
        Notes = [],
    };

    public Task<LedgerResult<Report>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        Since = since;
        return Task.FromResult<LedgerResult<Report>>(Away is { } why ? new LedgerResult<Report>.Unavailable(why) : new LedgerResult<Report>.Ok(Next));
    }
}
