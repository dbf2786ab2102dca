using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Nova lets this user neither list compute services nor force them down: nobody waits for an outage to end.</summary>
public sealed class NotPermittedTests : Scenario
{
    private const string MayList = "os_compute_api:os-services:list";

    [Fact]
    public async Task Where_no_host_is_known_it_is_delivered_again_and_told_what_to_do()
    {
        await using var given = await Installation.CreateAsync(Stop, Settling);
        given.Cloud.ForbidsListing = true;

        var outcome = await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        var commanded = await given.ForceDownAsync("compute1", Stop);

        outcome.Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Failed, Reason = Reason.NotPermitted }, MayPass = true });
        outcome.Verdict.Facts.Should().Contain(MayList).And.Contain("Policy doesn't allow it.");
        commanded.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Failed, Reason = Reason.NotPermitted });
        given.Cloud.ForbidsListing = false;
        (await given.DeliverAsync(given.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Where_the_hosts_are_known_it_is_recorded_and_told_what_to_do_each_time_until_it_is_done()
    {
        Cloud.ForbidsListing = true;
        Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.NotPermitted, Message = "Policy doesn't allow it." };
        var first = await FireAsync("compute1", "f1");
        await PassAsync(Minutes(3));
        var audited = await Given.Auditor.RunAsync(Stop);
        var second = await Given.ForceDownAsync("compute1", Stop);

        first.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.NotPermitted });
        first.Verdict.Facts.Should().Contain(MayList, "the PUT was forbidden, and then nobody could look");
        audited.Failure.Should().Contain(MayList);
        second.Verdict.Reason.Should().Be(Reason.NotPermitted);
        second.Verdict.Text.Should().NotContain("nova unavailable");
        Cloud.ForbidsListing = false;
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task An_unset_that_nobody_could_look_for_says_so_too()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        Cloud.ForbidsListing = true;
        await PassAsync(Minutes(3));
        Cloud.ForbidsListing = false;

        (await Given.RecordAsync("compute1", Stop))!.ReleaseLacks.Should().StartWith("not permitted").And.Contain(MayList);
        await PassAsync(Minutes(1));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_Nova_does_not_answer_is_no_matter_of_policy()
    {
        await using var given = await Installation.CreateAsync(Stop, Settling);
        given.Cloud.ListsNothing = true;

        (await given.DeliverAsync(given.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.NovaUnavailable);
    }

    [Fact]
    public async Task While_Nova_is_away_an_operator_s_host_that_is_not_known_is_not_said_to_be_missing_nor_is_another_one_named()
    {
        await Given.Auditor.RunAsync(Stop);
        Given.Clock.Advance(Minutes(1));
        Cloud.ListsNothing = true;

        var outcome = await Given.ForceDownAsync("compute99", Stop);

        outcome.Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Failed, Reason = Reason.NovaUnavailable }, MayPass = true });
        outcome.Verdict.Facts.Should().NotContain("nearest").And.NotContain("lists no");
        (await Given.Pauses.PauseAsync("compute99", null, "new disks", "test", Stop)).Should().BeOfType<PauseResult.Refused>().Which.Why.Should().Contain("could not be asked");
        Cloud.ListsNothing = false;
        (await Given.ForceDownAsync("compute99", Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Failed, Reason = Reason.UnknownHost }, MayPass = false });
    }
}
