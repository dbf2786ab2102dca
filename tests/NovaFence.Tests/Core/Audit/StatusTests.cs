using NovaFence.Core.Audit;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>One look says how it is, and what a person is needed for.</summary>
public sealed class StatusTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_well_with_hosts_up_and_with_one_that_is_held_down_as_it_should_be()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Budget:MaxHosts", "3"), ("NovaFence:Budget:MaxShare", "0.5"));
        await given.Auditor.RunAsync(Stop);
        var before = await given.Status.LookAsync(Stop);
        before.Should().Match<Status>(status => !status.NeedsAPerson && status.Because.Count == 0 && status.Hosts!.Down == 0 && status.Mode == "fence");
        before.Summary.Should().StartWith("All is well.");

        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);

        var after = await given.Status.LookAsync(Stop);
        after.NeedsAPerson.Should().BeFalse();
        after.Summary.Should().Be($"All is well. NovaFence holds 1 of {after.Hosts!.Known} hosts down.");
        (after.Budget!.Used, after.Budget.Limit, after.Budget.ForcedDown, after.Budget.WithinTheHour).Should().Be((1, 3, 1, 1));
        (after.Storm!.AlertingHosts, after.Storm.IsOpen).Should().Be((1, false));
        after.Nova.ListedAt.Should().NotBeNull();
        after.Nova.Services.Should().Be(after.Hosts.Known);
        after.Audit.At.Should().NotBeNull();
    }

    [Fact]
    public async Task A_held_host_and_one_whose_alert_nobody_understood_need_a_person()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Budget:MaxHosts", "1"));
        await given.Auditor.RunAsync(Stop);
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        await given.DeliverAsync(given.Alert("compute2", "f2"), Stop);

        var status = await given.Status.LookAsync(Stop);

        status.NeedsAPerson.Should().BeTrue();
        status.Because.Should().Contain("compute2 is held");
        status.Summary.Should().StartWith("A person is needed: compute2 is held");
        (status.Hosts!.Down, status.Hosts.Held).Should().Be((1, 1));
    }

    [Fact]
    public async Task Many_held_hosts_are_counted_and_a_storm_is_named_with_what_ends_it()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Storm:MaxShare", "0.1"), ("NovaFence:Storm:MinHosts", "2"));
        await given.Auditor.RunAsync(Stop);
        for (var host = 1; host <= 6; host++)
            await given.DeliverAsync(given.Alert($"compute{host}", $"f{host}"), Stop);

        var status = await given.Status.LookAsync(Stop);

        status.Storm!.IsOpen.Should().BeTrue();
        status.Storm.AlertingHosts.Should().Be(6);
        status.Because.Should().Contain(why => why.Contains("novafence resume --storm"));
        status.Because.Should().Contain(why => why.EndsWith("more are held"));
        status.Summary.Should().MatchRegex("^A person is needed: [0-9]+ hosts alert at once; more than [0-9]+ look like a fault of the network or the monitoring \\(a storm\\), so no other host is forced down").And.Contain("; and 1 more.");
    }

    [Fact]
    public async Task What_is_away_is_said_and_nothing_throws_for_it()
    {
        await using var given = await Installation.CreateAsync(Stop);
        await given.Auditor.RunAsync(Stop);
        given.Cloud.ListsNothing = true;
        await given.Auditor.RunAskedAsync(Stop);

        var status = await given.Status.LookAsync(Stop);
        status.NeedsAPerson.Should().BeTrue();
        status.Nova.Failure.Should().NotBeNull();
        status.Because[0].Should().Be(status.Nova.Failure);

        given.Ledger.Away = true;
        status = await given.Status.LookAsync(Stop);
        status.Ledger.Failure.Should().NotBeNull();
        status.Because[0].Should().StartWith("the ledger: ");
        (status.Hosts, status.Budget, status.Storm).Should().Be((null, null, null));
    }

    [Fact]
    public async Task That_no_audit_runs_is_said_until_one_does()
    {
        await using var given = await Installation.CreateAsync(Stop);
        (await given.Status.LookAsync(Stop)).NeedsAPerson.Should().BeFalse("it has only just begun");
        given.Clock.Advance(TimeSpan.FromMinutes(10));
        (await given.Status.LookAsync(Stop)).Because.Should().ContainSingle().Which.Should().StartWith("no audit has run");

        await given.Auditor.RunAsync(Stop);

        (await given.Status.LookAsync(Stop)).NeedsAPerson.Should().BeFalse();
    }

    [Fact]
    public async Task A_finding_of_no_host_is_told_and_one_of_a_host_only_as_that_host_is_now()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Budget:MaxHosts", "1"));
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        await given.DeliverAsync(given.Alert("compute2", "f2"), Stop);
        await given.Auditor.RunAsync(Stop);
        (await given.Status.LookAsync(Stop)).Because.Should().Contain(why => why.Contains("NovaFence:Budget:MaxHosts")).And.Contain("compute2 is held");

        await given.ForceDownAsync("compute2", Stop, force: true);

        // The last audit still says held; the record does not.
        (await given.Status.LookAsync(Stop)).Because.Should().NotContain("compute2 is held");
    }

    [Fact]
    public async Task Observe_and_a_pause_of_everything_are_part_of_the_sentence()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Mode", "observe"));
        await given.Auditor.RunAsync(Stop);
        await given.Pauses.PauseAsync(null, TimeSpan.FromHours(1), "work on the network", "alice", Stop);
        await given.Pauses.PauseAsync("compute3", null, "new memory", "bob", Stop);

        var status = await given.Status.LookAsync(Stop);

        status.Mode.Should().Be("observe");
        status.Summary.Should().Contain("Mode is observe: nothing is sent to Nova.").And.Contain("Everything is paused until ");
        status.Pauses.Select(pause => pause.Host).Should().BeEquivalentTo([null, "compute3"]);
        status.NeedsAPerson.Should().BeFalse("who paused knows");
    }

    [Fact]
    public async Task A_watchdog_that_is_silent_is_shown()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""));
        await given.Auditor.RunAsync(Stop);

        (await given.Status.LookAsync(Stop)).Watchdog.Should().Be(new WatchdogStatus(null, IsSilent: true));
    }
}
