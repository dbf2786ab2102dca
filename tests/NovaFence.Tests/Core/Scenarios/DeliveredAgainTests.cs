using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>
/// A moment that was heard in time, and is delivered once more when it would be too old to be believed: PagerDuty repeats what it was not answered for in time, Zabbix each step of
/// its escalation, with the moment at which the problem began.
/// </summary>
public sealed class DeliveredAgainTests : Scenario
{
    private static readonly (string, string)[] OnePlace = [Settling, ("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxPerHour", "10")];

    [Fact]
    public async Task What_waits_for_a_place_goes_on_waiting_and_gets_it()
    {
        await OpenAsync(OnePlace);
        await FireAsync("compute1", "f1");
        var page = Given.Paged("compute2", "Q2");
        (await Given.DeliverAsync(page, Stop)).Verdict.Reason.Should().Be(Reason.Budget);
        await PassAsync(Minutes(16));

        (await Given.DeliverAsync(page, Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.TooOld });
        (await Given.FindingAsync("compute2", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, Reason = Reason.Budget.Title() });
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(2));

        Cloud.Has("compute2").Should().BeTrue();
    }

    [Fact]
    public async Task What_was_held_in_a_pause_is_decided_anew_when_that_has_ended()
    {
        await Given.Pauses.PauseAsync(null, null, "switch", "test", Stop);
        var page = Given.Paged("compute1", "Q1");
        (await Given.DeliverAsync(page, Stop)).Verdict.Reason.Should().Be(Reason.Paused);
        await PassAsync(Minutes(20));
        await Given.DeliverAsync(page, Stop);

        await Given.Pauses.ResumeAsync(null, "test", Stop);
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_waits_for_another_to_agree_agrees_with_it()
    {
        await OpenAsync(Settling, ("NovaFence:Routes:4:Evidence", "corroborated:2"), ("NovaFence:Routes:4:EvidenceWindow", "00:30:00"));
        var page = Given.Paged("compute1", "Q1");
        (await Given.DeliverAsync(page, Stop)).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await PassAsync(Minutes(16));
        await Given.DeliverAsync(page, Stop);

        (await Given.DeliverAsync(Given.Paged("compute1", "Q2"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task What_was_too_old_when_it_was_first_heard_is_no_younger()
    {
        var page = Given.Paged("compute1", "Q1", ago: Minutes(16));
        await Given.DeliverAsync(page, Stop);
        await Given.DeliverAsync(page, Stop);

        await PassAsync(Minutes(5));

        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Held!.Reason.Should().Be(Reason.TooOld);
    }

    [Fact]
    public async Task What_waits_for_its_host_to_be_listed_is_taken_when_it_is()
    {
        var page = Given.Paged("compute21", "Q1");
        (await Given.DeliverAsync(page, Stop)).Verdict.Reason.Should().Be(Reason.UnknownHost);
        await PassAsync(Minutes(16));
        (await Given.DeliverAsync(page, Stop)).Verdict.Reason.Should().Be(Reason.TooOld);
        Cloud.KillAll();
        Cloud.Boot("compute12");
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(2));

        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        Cloud.Has("compute21").Should().BeTrue();
    }

    [Fact]
    public async Task What_waits_beside_a_full_record_is_told_of_and_what_is_too_old_from_the_first_is_too()
    {
        foreach (var number in Enumerable.Range(1, HostRecord.MaxAlerts))
            await FireAsync("compute1", $"f{number}");
        var page = Given.Paged("compute1", "Q1");
        (await Given.DeliverAsync(page, Stop)).Verdict.Reason.Should().Be(Reason.LedgerFull);
        await PassAsync(Minutes(16));

        (await Given.DeliverAsync(page, Stop)).Verdict.Reason.Should().Be(Reason.TooOld);
        (await Given.DeliverAsync(Given.Paged("compute1", "Q2", ago: Minutes(16)), Stop)).Verdict.Reason.Should().Be(Reason.TooOld);

        (await WaitingAsync("Q1")).Held!.Reason.Should().Be(Reason.LedgerFull);
        (await WaitingAsync("Q2")).Held!.Reason.Should().Be(Reason.TooOld);
    }

    private async Task<AlertEntry> WaitingAsync(string incident) => (await Given.AsideAsync("pagerduty", incident, Stop))!;
}
