using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>An alert that waits beside the records, because its host was not known when it came.</summary>
public sealed class AsideTests : Scenario
{
    private static readonly string Key = LedgerKey.Unresolved("alertmanager:f1");

    [Fact]
    public async Task One_that_a_record_has_taken_meanwhile_is_decided_there_alone()
    {
        (await FireAsync("compute21", "f1")).Verdict.Reason.Should().Be(Reason.UnknownHost);
        var row = (await RowAsync())!;
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(1));
        (await FireAsync("compute21", "f1")).Host.Should().Be("compute21");
        (await RowAsync()).Should().BeNull();
        var before = (await Given.RecordAsync("compute21", Stop))!.Alerts;
        // A commit of before, which the store has carried out only now.
        (await Given.Ledger.CommitAsync(new LedgerCommit([new RowWrite(Key, row.Json, null)], []), Stop)).Should().BeOfType<CommitResult.Committed>();

        await Given.Auditor.RunAsync(Stop);

        (await RowAsync()).Should().BeNull();
        (await Given.RecordAsync("compute21", Stop))!.Alerts.Select(alert => alert.Fingerprint).Should().Equal(before.Select(alert => alert.Fingerprint));
    }

    [Fact]
    public async Task One_whose_host_is_listed_by_now_is_taken_by_the_audit_and_decided_anew()
    {
        await FireAsync("compute21", "f1");
        Cloud.KillAll();
        Cloud.Boot("compute12");
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(2));

        await Given.Auditor.RunAsync(Stop);

        (await RowAsync()).Should().BeNull();
        (await Given.RecordAsync("compute21", Stop))!.Alerts.Should().ContainSingle().Which.Fingerprint.Should().Be("f1");
        Cloud.Has("compute21").Should().BeTrue();
    }

    private async Task<LedgerRow?> RowAsync() => ((LedgerResult<IReadOnlyList<LedgerRow>>.Ok)await Given.Ledger.ReadAsync([Key], Stop)).Value.SingleOrDefault();
}
