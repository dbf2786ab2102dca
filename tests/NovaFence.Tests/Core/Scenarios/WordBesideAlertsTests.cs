using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>An operator's word that is not sent any more keeps back no alert that wants the same.</summary>
public sealed class WordBesideAlertsTests : Scenario
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
    }

    [Fact]
    public async Task What_was_accepted_before_the_word_is_done_when_Nova_is_back_after_more_than_an_hour()
    {
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.ForcingDown);
        await GiveWordAndPassAsync(Minutes(65));
        var finding = await Given.FindingAsync("compute1", Stop);
        finding!.Kind.Should().Be(FindingKind.AwaitingOperator);
        finding.ToDo.Should().Contain("say it again").And.Contain("Its alert is acted on all the same: the connection broke");

        await NovaIsBackAsync();

        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);
        (await ResolveAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.NotOurs, "Nova has done the word too");
    }

    [Fact]
    public async Task What_came_after_it_is_tried_again_too()
    {
        await GiveWordAndPassAsync(Minutes(65));
        (await Given.DeliverAsync(Given.Paged("compute1", "P1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);

        await NovaIsBackAsync();

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Where_the_alert_has_ended_the_word_asks_again_and_nothing_is_sent()
    {
        await FireAsync("compute1", "f1");
        await GiveWordAndPassAsync(Minutes(65));
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));

        await NovaIsBackAsync();

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task It_is_the_alert_s_own_force_down_which_a_host_that_reports_holds_and_the_word_stands()
    {
        await FireAsync("compute1", "f1");
        await GiveWordAndPassAsync(Minutes(65));
        Cloud.Boot("compute1");

        await NovaIsBackAsync();

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop)).Should().BeEquivalentTo(new { State = HostState.ForcingDown, Word = new { Down = true, DoneAt = (DateTimeOffset?)null } });
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Contradicted);
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task Nor_does_it_take_a_place_that_the_budget_has_not()
    {
        await FireAsync("compute1", "f1");
        await GiveWordAndPassAsync(Minutes(65));
        foreach (var host in (string[])["compute11", "compute12", "compute13", "compute14"])
            Cloud.ForceDown(host);

        await NovaIsBackAsync();

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Budget);
    }

    [Fact]
    public async Task A_shell_without_routes_leaves_it_to_those_who_know_them()
    {
        await FireAsync("compute1", "f1");
        await GiveWordAndPassAsync(Minutes(65));
        Cloud.Refuses = _ => null;
        await using var shell = Given.WithoutRoutes();
        await shell.Opening.OpenAsync(Stop);

        await shell.Auditor.RunAsync(Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Accepted.Should().BeTrue();
    }

    private async Task GiveWordAndPassAsync(TimeSpan time)
    {
        await PassAsync(Minutes(1));
        (await Given.ForceDownAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        await PassAsync(time);
    }

    private async Task NovaIsBackAsync()
    {
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(5));
    }
}
