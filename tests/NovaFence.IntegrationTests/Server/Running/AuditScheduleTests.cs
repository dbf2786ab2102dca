using Microsoft.Extensions.Logging.Abstractions;
using NovaFence.Core.Audit;
using NovaFence.Core.Options;
using NovaFence.EndToEnd.Tests.Stage;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Tests.Running;

/// <summary>The audit's timer while the clock is put back and forward.</summary>
public sealed class AuditScheduleTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_leaps_by_an_hour_keeps_no_audit_waiting(int hours)
    {
        var (clock, auditor) = (new ShiftedClock(), new CountingAuditor());
        using var schedule = new AuditSchedule(auditor, new NovaFenceOptions { Audit = { Schedule = "* * * * * *" } }, clock, NullLogger<AuditSchedule>.Instance);
        await schedule.StartAsync(TestContext.Current.CancellationToken);
        await Patience.UntilAsync("the first audit", () => Task.FromResult(auditor.Audits > 0));

        clock.Advance(TimeSpan.FromHours(hours));
        var before = auditor.Audits;

        await Patience.UntilAsync("two audits more", () => Task.FromResult(auditor.Audits >= before + 2));
        await schedule.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class CountingAuditor : IAuditor
    {
        private int _audits;

        public int Audits => Volatile.Read(ref _audits);

        public Task<AuditReport> RunAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _audits);
            return Task.FromResult(new AuditReport { At = DateTimeOffset.UnixEpoch });
        }

        public Task<AuditReport> RunAskedAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);
    }
}
