using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Several alerts of a host that wait, each for something else: which of them stands first in the record says nothing.</summary>
public sealed class SeveralHoldsTests : Scenario
{
    private static readonly (string, string) Labelled = ("NovaFence:Routes:2:Evidence", "label:fenced=\"true\"");

    public override async ValueTask InitializeAsync() => await OpenAsync(Settling, Labelled);

    [Theory]
    [InlineData("agreeing", "immediately")]
    [InlineData("immediately", "agreeing")]
    public async Task A_person_is_told_of_the_one_that_came_furthest_and_a_sender_of_its_own(string first, string second)
    {
        Cloud.Report("compute1");
        foreach (var release in new[] { first, second })
            (await FireAsync("compute1", release, release)).Verdict.Reason.Should().Be(release == "agreeing" ? Reason.NoEvidence : Reason.Contradicted);

        (await Given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "compute1", Kind = FindingKind.Held, Reason = "contradicted" });
        (await Given.ViewAsync("compute1", Stop)).Reason.Should().StartWith("contradicted");
    }

    [Fact]
    public async Task What_came_while_they_only_observed_is_told_of_before_what_lacks_its_evidence()
    {
        (await FireAsync("compute1", "f1", "agreeing")).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await using (var observing = Given.Another(Labelled, ("NovaFence:Mode", "observe")))
            (await observing.DeliverAsync(observing.Alert("compute1", "f2"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Observed);

        var finding = (await Given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Subject;

        (finding.Kind, finding.NeedsAPerson).Should().Be((FindingKind.AwaitingOperator, true));
        finding.ToDo.Should().Contain("f2").And.Contain("only observed");
    }

    [Fact]
    public async Task What_is_wanted_down_again_by_two_goes_down_although_the_monitoring_of_the_first_is_silent()
    {
        await OpenAsync((Installation.Timer, ""), ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""), ("NovaFence:Watchdog:Hold", "true"));
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "not now" };
        await Given.UnsetAsync("compute1", Stop);
        await PassAsync(Minutes(1));
        await FireAsync("compute1", "f1");
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        Cloud.Refuses = _ => null;

        await PassAsync(Minutes(3));

        Cloud.Has("compute1").Should().BeTrue("an incident does not come by that monitoring");
    }
}
