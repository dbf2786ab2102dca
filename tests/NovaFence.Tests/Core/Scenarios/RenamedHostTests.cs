using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Nova calls a machine otherwise than before, by its full name or its short one: to the ledger these are two hosts, and the one of before is gone.</summary>
public sealed class RenamedHostTests : Scenario
{
    private const string Short = "compute1";
    private const string Full = "compute1.example.org";

    private static readonly (string, string) Domain = ("NovaFence:Hosts:Domains:0", "example.org");

    public override async ValueTask InitializeAsync() => await OpenAsync(Settling, Domain);

    [Theory]
    [InlineData(Short, Full)]
    [InlineData(Full, Short)]
    public async Task An_operator_who_unsets_the_host_that_is_gone_raises_no_other_one(string before, string now)
    {
        await DownAndRenamedAsync(before, now);
        (await FireAsync(now, "f2")).Should().BeEquivalentTo(new { Host = now, Verdict = new { Kind = VerdictKind.ForceDown } });
        (await Given.FindingAsync(before, Stop))!.Kind.Should().Be(FindingKind.Gone);

        var outcome = await Given.UnsetAsync(before, Stop);

        outcome.Should().BeEquivalentTo(new { Host = before, State = HostState.Clear });
        Cloud.Has(now).Should().BeTrue();
        Cloud.Puts.Should().NotContain(put => !put.Down);
        (await Given.RecordAsync(now, Stop))!.State.Should().Be(HostState.Down);
        (await Given.FindingAsync(before, Stop))?.Kind.Should().NotBe(FindingKind.Gone);
    }

    [Theory]
    [InlineData(Short, Full)]
    [InlineData(Full, Short)]
    public async Task The_end_of_its_alert_which_names_it_as_ever_ends_it(string before, string now)
    {
        await DownAndRenamedAsync(before, now);

        await ResolveAsync(before, "f1");

        (await Given.RecordAsync(before, Stop))!.Alerts.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Status = AlertStatus.Resolved, Notice = (string?)null });
    }

    [Theory]
    [InlineData(Short, Full)]
    [InlineData(Full, Short)]
    public async Task A_pause_of_it_is_ended_by_the_name_it_was_made_under(string before, string now)
    {
        if (before == Full)
            Cloud.Renamed[Short] = Full;
        await Given.Auditor.RunAsync(Stop);
        await Given.Pauses.PauseAsync(before, null, "maintenance", "test", Stop);
        await RenameAsync(now);

        (await Given.Pauses.ResumeAsync(before, "test", Stop)).Should().BeOfType<PauseResult.Done>().Which.Should().BeEquivalentTo(new { Changed = true, Pauses = Array.Empty<object>() });
    }

    [Fact]
    public async Task What_waits_beside_its_record_is_taken_for_no_other_host()
    {
        // Half an hour ahead, and young when it is looked at again.
        (await Given.DeliverAsync(Given.Paged(Short, "Q1", ago: -Minutes(30)), Stop)).Verdict.Reason.Should().Be(Reason.FromTheFuture);
        Cloud.KillAll();
        Cloud.Boot("compute12");
        Cloud.Renamed[Short] = Full;
        Cloud.Ids[Full] = Guid.NewGuid().ToString();
        Given.Clock.Advance(Minutes(31));

        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        Cloud.Puts.Should().BeEmpty();
        (await Given.AsideAsync("pagerduty", "Q1", Stop)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_name_that_has_meant_several_while_its_alert_waited_means_none_when_only_one_is_left()
    {
        await OpenAsync(Settling, Domain, ("NovaFence:Hosts:Domains:1", "example.net"));
        (await FireAsync("compute21", "f1")).Verdict.Reason.Should().Be(Reason.UnknownHost);
        Cloud.KillAll();
        Cloud.Boot("compute12");
        Cloud.Hosts = 22;
        (Cloud.Renamed["compute21"], Cloud.Renamed["compute22"]) = ("compute21.example.org", "compute21.example.net");
        Given.Clock.Advance(Minutes(1));
        (await Given.FindingAsync("compute21", Stop))!.Reason.Should().Be("ambiguous host");
        Cloud.Gone.Add("compute21.example.net");
        Given.Clock.Advance(Minutes(1));

        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        Cloud.Puts.Should().BeEmpty();
        (await Given.FindingAsync("compute21", Stop))!.NeedsAPerson.Should().BeTrue();
        (await FireAsync("compute21", "f1")).Host.Should().Be("compute21.example.org", "its sender says it again, and there is one now");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_has_got_the_exact_name_since_the_last_listing_is_meant(bool byAlert)
    {
        Cloud.Renamed[Short] = Full;
        await Given.Auditor.RunAsync(Stop);
        Cloud.Renamed["compute2"] = Short;
        Given.Clock.Advance(Seconds(30));

        var outcome = byAlert ? await FireAsync(Short, "f1") : await Given.ForceDownAsync(Short, Stop);

        outcome.Should().BeEquivalentTo(new { Host = Short, Verdict = new { Kind = VerdictKind.ForceDown } });
        Cloud.Puts.Should().Equal((Short, true));
    }

    [Fact]
    public async Task A_name_that_means_several_since_the_last_listing_forces_none_of_them_down()
    {
        await OpenAsync(Settling, Domain, ("NovaFence:Hosts:Domains:1", "example.net"));
        Cloud.Renamed[Short] = Full;
        await Given.Auditor.RunAsync(Stop);
        Cloud.Renamed["compute2"] = "compute1.example.net";
        Given.Clock.Advance(Seconds(30));

        (await FireAsync(Short, "f1")).Verdict.Reason.Should().Be(Reason.AmbiguousHost);

        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_of_which_the_short_name_is_given_costs_one_listing()
    {
        Cloud.Renamed[Short] = Full;
        await Given.Auditor.RunAsync(Stop);
        Given.Clock.Advance(Seconds(30));
        var before = Cloud.Listings.Count;

        (await Given.DeliverAsync(Given.Alert(Short, "f1"), Stop, receivedAgo: TimeSpan.FromMilliseconds(5))).Verdict.Kind.Should().Be(VerdictKind.ForceDown);

        Cloud.Listings.Count.Should().Be(before + 1);
    }

    private async Task DownAndRenamedAsync(string before, string now)
    {
        if (before == Full)
            Cloud.Renamed[Short] = Full;
        await Given.Auditor.RunAsync(Stop);
        (await FireAsync(before, "f1")).Should().BeEquivalentTo(new { Host = before, Verdict = new { Kind = VerdictKind.ForceDown } });
        await RenameAsync(now);
    }

    private async Task RenameAsync(string now)
    {
        Cloud.Renamed[Short] = now;
        Cloud.Ids[now] = Guid.NewGuid().ToString();
        Given.Clock.Advance(Minutes(1));
        await Given.Auditor.RunAsync(Stop);
    }
}
