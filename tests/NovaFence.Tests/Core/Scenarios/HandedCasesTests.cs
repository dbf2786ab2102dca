using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Cases in which the first edition forced the wrong host down, or took the wrong one back, with the right value.</summary>
public sealed class HandedCasesTests : Scenario
{
    [Fact]
    public async Task Case_01_an_alert_that_resumes_with_the_same_start_within_the_window_stops_the_release_and_fires_again()
    {
        var alert = Given.Alert("compute1", "a1", ago: Minutes(30));
        await Given.DeliverAsync(alert, Stop);
        await Given.DeliverAsync(alert with { Status = AlertStatus.Resolved, At = Given.Clock.Now - Minutes(5) }, Stop);
        await PassAsync(Seconds(60));

        (await Given.DeliverAsync(alert, Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Pending });
        await PassAsync(Minutes(10));

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Status = AlertStatus.Firing, Accepted = true });
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task Case_01_after_the_window_it_forces_down_anew()
    {
        var alert = Given.Alert("compute1", "a1", ago: Minutes(30));
        await Given.DeliverAsync(alert, Stop);
        await Given.DeliverAsync(alert with { Status = AlertStatus.Resolved, At = Given.Clock.Now - Minutes(5) }, Stop);
        await PassAsync(Minutes(3));
        Cloud.Has("compute1").Should().BeFalse();

        (await Given.DeliverAsync(alert, Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Case_01_an_echo_forces_nothing_down_and_the_second_resolved_releases()
    {
        var alert = Given.Alert("compute1", "a1", ago: Minutes(30));
        var resolved = alert with { Status = AlertStatus.Resolved, At = Given.Clock.Now - Minutes(5) };
        await Given.DeliverAsync(alert, Stop);
        await Given.DeliverAsync(resolved, Stop);
        await PassAsync(Seconds(60));
        await Given.DeliverAsync(alert, Stop);
        await PassAsync(Seconds(20));
        await Given.DeliverAsync(resolved, Stop);
        await PassAsync(Seconds(89));
        Cloud.Puts.Should().HaveCount(1);

        await PassAsync(Seconds(15));

        Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
    }

    [Fact]
    public async Task Case_01_what_fires_again_and_is_ended_by_the_end_of_before_waits_for_nova_compute_whatever_its_route_says()
    {
        var alert = Given.Alert("compute1", "a1", ago: Minutes(30));
        var resolved = alert with { Status = AlertStatus.Resolved, At = Given.Clock.Now - Minutes(5) };
        await Given.DeliverAsync(alert, Stop);
        await Given.DeliverAsync(resolved, Stop);
        await PassAsync(Seconds(60));
        await Given.DeliverAsync(alert, Stop);
        await PassAsync(Minutes(2));

        await Given.DeliverAsync(resolved, Stop);
        await PassAsync(Minutes(10));

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().BeOneOf(FindingKind.AwaitingHeartbeat, FindingKind.Overdue);
    }

    [Fact]
    public async Task Case_02_the_machine_that_the_exporter_runs_on_is_not_the_one_that_is_watched()
    {
        await OpenAsync(("NovaFence:Hosts:Labels:0", "hypervisor"), ("NovaFence:Hosts:Labels:1", "hostname"), ("NovaFence:Hosts:Labels:2", "instance"));
        var alert = Given.Alert("compute1", "n1") with { Labels = Labels(("hostname", "compute39"), ("instance", "compute4:9180")) };

        var held = await Given.DeliverAsync(alert, Stop);
        held.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.UnknownHost });
        held.Host.Should().Be("compute39");
        await Given.Auditor.RunAsync(Stop);
        Cloud.Puts.Should().BeEmpty();

        // Listed by now, it is looked up as it was at first: two labels name two hosts.
        Cloud.Hosts = 39;
        Given.Clock.Advance(Minutes(2));
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(5));
        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute39", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Case_02_as_it_is_configured_by_default_instance_names_nobody()
    {
        var held = await Given.DeliverAsync(Given.Alert("compute1", "n1") with { Labels = Labels(("hostname", "compute9"), ("instance", "compute4:9180")) }, Stop);

        held.Verdict.Text.Should().Be("unknown host: Nova lists no compute host for it (it has none of the labels of NovaFence:Hosts:Labels (host); it has alertname, hostname, instance, release)");
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_labels_that_name_two_hosts_are_held_and_no_time_lets_them_through()
    {
        await OpenAsync(("NovaFence:Hosts:Labels:0", "host"), ("NovaFence:Hosts:Labels:1", "instance"));
        var alert = Given.Alert("compute1", "n1") with { Labels = Labels(("host", "compute1"), ("instance", "compute4:9180")) };

        var held = await Given.DeliverAsync(alert, Stop);
        held.Verdict.Text.Should().Be("ambiguous host: host names compute1, instance names compute4");
        Cloud.Gone.Add("compute4");
        Given.Clock.Advance(Minutes(2));
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(5));

        Cloud.Puts.Should().BeEmpty("that a host is gone does not say that the other was meant");
        (await Given.Directory.ListAsync(Stop)).Should().BeOfType<LedgerResult<IReadOnlyList<HostView>>.Ok>().Which.Value.Should().ContainSingle(view => view.Held).Which.Host.Should().Be("compute1 or compute4");
    }

    [Fact]
    public async Task Case_12_localhost_means_whoever_says_it()
    {
        await OpenAsync(("NovaFence:Hosts:Labels:0", "instance"), ("NovaFence:Hosts:Domains:0", "localdomain"));
        var held = await Given.DeliverAsync(Given.Alert("compute1", "n1") with { Labels = Labels(("instance", "localhost:9090"), ("job", "prometheus")) }, Stop);

        held.Verdict.Text.Should().Be("unknown host: Nova lists no compute host for it ('localhost' in instance means whoever says it)");
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_firing_incident_whose_text_names_another_host_beside_its_own_is_held()
    {
        await Given.DeliverAsync(Given.Paged("compute2", "Q6", ago: Minutes(3)), Stop);
        var both = Given.Paged("compute2", "Q6", ago: Minutes(1)) with { Mentions = [new HostMention("title", "compute2"), new HostMention("title", "compute3")] };

        (await Given.DeliverAsync(both, Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.NamesAnotherHost });

        Cloud.Puts.Should().Equal(("compute2", true));
        (await Given.RecordAsync("compute3", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Case_03_what_fence_compute_forced_down_is_neither_owned_nor_unset()
    {
        await Given.Auditor.RunAsync(Stop);
        Cloud.ForceDown("compute1");

        (await FireAsync("compute1", "c1", ago: Minutes(1))).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Foreign });
        await ResolveAsync("compute1", "c1");
        await PassAsync(Minutes(10));

        Cloud.Puts.Should().BeEmpty();
        Cloud.Has("compute1").Should().BeTrue();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Foreign);
    }

    [Fact]
    public async Task Case_04_a_merge_unsets_nothing_and_the_end_of_the_one_that_goes_on_does()
    {
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        Given.Clock.Advance(Minutes(1));

        var merged = await Given.DeliverAsync(Given.Paged("compute1", "Q1", AlertStatus.Resolved) with { MergedInto = "Q2" }, Stop);
        await PassAsync(Minutes(10));

        merged.Verdict.Text.Should().Contain("merged into Q2");
        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator });

        await Given.DeliverAsync(Given.Paged("compute1", "Q2", AlertStatus.Resolved) with { Labels = new Dictionary<string, string>() }, Stop);
        await PassAsync(Minutes(2));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task Case_05_an_incident_is_known_by_its_id_whatever_its_title_says()
    {
        await Given.DeliverAsync(Given.Paged("compute2", "Q6", ago: Minutes(3)), Stop);

        await Given.DeliverAsync(Given.Paged("[Investigated] compute2", "Q6", AlertStatus.Resolved, Minutes(1)), Stop);
        await PassAsync(Minutes(2));

        Cloud.Puts.Should().Equal(("compute2", true), ("compute2", false));
    }

    [Fact]
    public async Task Case_05_an_instance_that_never_heard_of_it_finds_it_in_the_ledger()
    {
        await using var other = Given.Another(Settling);
        await other.Opening.OpenAsync(Stop);
        await Given.DeliverAsync(Given.Paged("compute2", "Q6", ago: Minutes(3)), Stop);

        await other.DeliverAsync(Given.Paged("whatever", "Q6", AlertStatus.Resolved, Minutes(1)), Stop);
        await other.PassAsync(Minutes(2), Stop);

        Cloud.Has("compute2").Should().BeFalse();
    }

    [Fact]
    public async Task An_end_that_names_another_host_ends_nothing_and_a_person_is_told()
    {
        await Given.DeliverAsync(Given.Paged("compute2", "Q6", ago: Minutes(3)), Stop);

        await Given.DeliverAsync(Given.Paged("compute3", "Q6", AlertStatus.Resolved, Minutes(1)), Stop);
        await PassAsync(Minutes(5));

        Cloud.Puts.Should().Equal(("compute2", true));
        (await Given.FindingAsync("compute2", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, NeedsAPerson = true });
    }

    [Fact]
    public async Task A_firing_one_that_names_another_host_is_held_and_goes_on_firing_for_its_own()
    {
        await Given.DeliverAsync(Given.Paged("compute2", "Q6", ago: Minutes(3)), Stop);

        (await Given.DeliverAsync(Given.Paged("compute3", "Q6", ago: Minutes(1)), Stop)).Verdict.Reason.Should().Be(Reason.NamesAnotherHost);

        Cloud.Puts.Should().Equal(("compute2", true));
        (await Given.RecordAsync("compute2", Stop))!.Alerts.Should().ContainSingle(alert => alert.Accepted && alert.Status == AlertStatus.Firing);
        (await Given.RecordAsync("compute3", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Case_07_a_replica_does_not_corroborate_itself()
    {
        foreach (var replica in (string[])["prometheus-0", "prometheus-1"])
        {
            var alert = Given.Alert("compute2", replica, release: "agreeing");
            var labels = new Dictionary<string, string>(alert.Labels) { ["alertname"] = "HostDown", ["replica"] = replica };
            (await Given.DeliverAsync(alert with { Labels = labels }, Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.NoEvidence });
        }
    }

    [Fact]
    public async Task Case_09_a_resolved_from_the_future_counts_as_now()
    {
        await FireAsync("compute1", "f1");
        await Given.DeliverAsync(Given.Alert("compute1", "f1", AlertStatus.Resolved, ago: -Minutes(6)), Stop);
        await PassAsync(Seconds(88));
        Cloud.Puts.Should().HaveCount(1);

        await PassAsync(Seconds(10));

        Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    [InlineData("")]
    [InlineData("<no value>")]
    public async Task Cases_10_and_10c_what_does_not_say_that_it_is_fenced_is_no_evidence(string? fenced)
    {
        await OpenAsync(("NovaFence:Routes:0:Evidence", "label:fenced=\"true\""));
        var alert = Given.Alert("compute1", "f1");
        var labels = new Dictionary<string, string>(alert.Labels);
        if (fenced is not null)
            labels["fenced"] = fenced;

        (await Given.DeliverAsync(alert with { Labels = labels }, Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.NoEvidence });
        labels["fenced"] = "true";
        (await Given.DeliverAsync(alert with { Labels = labels }, Stop)).State.Should().Be(HostState.Down);
    }
}
