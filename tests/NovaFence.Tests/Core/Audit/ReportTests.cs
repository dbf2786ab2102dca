using System.Text.Json.Nodes;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>What was done over a week, what would have been, and what was held: counted by periods of alerts, and not by their repeats.</summary>
public sealed class ReportTests
{
    private static readonly (string, string) Observe = ("NovaFence:Mode", "observe");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_week_of_alerts_that_come_and_go_is_counted_by_their_periods_and_not_by_their_repeats()
    {
        await using var given = await Installation.CreateAsync(Stop, Observe);
        await given.Auditor.RunAsync(Stop);
        var (begin, episodes, deliveries) = (given.Clock.Now, 14, 0);
        var within = new List<DateTimeOffset>();
        for (var episode = 0; episode < episodes; episode++)
        {
            within.Add(given.Clock.Now);
            AlertEvent[] alerts =
            [
                given.Alert("compute1", "HostDown"),
                given.Alert("compute2", "PowerOff", release: "manually"),
                given.Alert("compute3", "Lonely", release: "agreeing"),
                given.Alert("ghost", "Stray"),
            ];
            for (var minute = 0; minute < 20; minute++)
            {
                deliveries += (await given.DeliverAsync(alerts, Stop)).Count;
                await given.PassAsync(TimeSpan.FromMinutes(1), Stop);
            }

            // The last of compute1's goes on.
            var ended = alerts.Skip(episode == episodes - 1 ? 1 : 0).Select(alert => alert with { Status = AlertStatus.Resolved, At = given.Clock.Now });
            await given.DeliverAsync(ended, Stop);
            await given.PassAsync(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(20), Stop);
            // Time alone, and audits, tell nothing new.
            await given.Auditor.RunAsync(Stop);
        }

        deliveries.Should().Be(4 * 20 * episodes);
        given.Cloud.Puts.Should().BeEmpty();
        var report = await ReadAsync(given, begin);

        report.Hosts.Select(host => host.Host).Should().Equal("compute1", "compute2", "compute3", "ghost");
        var (first, second, third, ghost) = (report.Hosts[0], report.Hosts[1], report.Hosts[2], report.Hosts[3]);
        Is(first.WouldForceDown, episodes, within[0], within[^1]);
        (first.WouldUnset.Count, first.LeftToOperator.Count, first.Held.Count).Should().Be((episodes - 1, 0, 0));
        first.WouldUnset.First.Should().BeCloseTo(within[0].AddMinutes(20), TimeSpan.FromSeconds(1));
        (second.WouldForceDown.Count, second.WouldUnset.Count, second.LeftToOperator.Count).Should().Be((episodes, 0, episodes), "its route releases manually");
        first.Alerts.Should().Equal("HostDown");
        second.Alerts.Should().Equal("PowerOff");
        third.WouldForceDown.Count.Should().Be(0);
        third.Held.Should().ContainSingle().Which.Reason.Should().Be("no evidence");
        third.Held[0].Alerts.Should().Equal("Lonely");
        third.Held[0].Routes.Should().Equal("agreeing");
        Is(third.Held[0].Times, episodes, within[0], within[^1]);
        (ghost.Known, ghost.Held.Single().Reason, ghost.Held.Single().Times.Count).Should().Be((false, "unknown host", episodes));
        report.Hosts.Should().OnlyContain(host => host.ForcedDown.Count == 0 && host.Unset.Count == 0 && host.LooksBackTo == null);
        (report.MostDownAtOnce, report.MostWithinAnHour, report.Mode).Should().Be((2, 2, "observe"));
        report.Summary.Should().StartWith("In the last 7 days: 2 of 20 hosts would have been forced down (28 times), 1 of 20 hosts would have been unset (13 times), 1 of 20 hosts would have been left to an operator (14 times), an alert was held 28 times. Before NovaFence:Mode is fence: 14 times an alert was held for 'no evidence': let the alerts of route agreeing ").And.EndWith("; and 1 more.");
        report.ToDo.Should().HaveCount(2).And.Contain(toDo => toDo.Contains("'unknown host': they named ghost"));
        // One event each time that something changed: 14 begins, and 13 ends of the one that goes on.
        (await given.EventsAsync("compute1", Stop)).Should().HaveCount((2 * episodes) - 1);

        var day = await ReadAsync(given, within[^2]);
        Is(day.Hosts[0].WouldForceDown, 2, within[^2], within[^1], "what was before is followed and not counted");
        day.Summary.Should().StartWith("In the last day: ");
    }

    [Fact]
    public async Task What_resumes_within_the_settle_time_and_what_another_alert_holds_down_is_forced_down_once()
    {
        await using var given = await Installation.CreateAsync(Stop, Observe, ("NovaFence:Release:SettleTime", "00:01:30"));
        var begin = given.Clock.Now;
        var alert = given.Alert("compute1", "HostDown");
        await given.DeliverAsync(alert, Stop);
        await given.PassAsync(TimeSpan.FromMinutes(5), Stop);
        await given.DeliverAsync(alert with { Status = AlertStatus.Resolved, At = given.Clock.Now }, Stop);
        await given.PassAsync(TimeSpan.FromMinutes(1), Stop);
        // It resumes with its old startsAt, and is pending until the window ends.
        await given.DeliverAsync(alert, Stop);
        await given.PassAsync(TimeSpan.FromMinutes(5), Stop);
        var other = given.Alert("compute1", "PowerOff");
        await given.DeliverAsync(other, Stop);
        await given.DeliverAsync(alert with { Status = AlertStatus.Resolved, At = given.Clock.Now }, Stop);
        await given.PassAsync(TimeSpan.FromMinutes(5), Stop);
        (await ReadAsync(given, begin)).Hosts.Single().Should().Match<HostReport>(host => host.WouldForceDown.Count == 1 && host.WouldUnset.Count == 0);

        await given.DeliverAsync(other with { Status = AlertStatus.Resolved, At = given.Clock.Now }, Stop);
        var ended = given.Clock.Now;
        (await ReadAsync(given, begin)).Hosts.Single().WouldUnset.Count.Should().Be(0, "it has to settle");
        await given.PassAsync(TimeSpan.FromMinutes(2), Stop);

        var host = (await ReadAsync(given, begin)).Hosts.Single();
        Is(host.WouldForceDown, 1, begin, begin);
        Is(host.WouldUnset, 1, ended.AddSeconds(90), ended.AddSeconds(90));
        host.Alerts.Should().Equal("HostDown", "PowerOff");
        host.Held.Select(hold => hold.Reason).Should().Equal("pending");
        (await ReadAsync(given, begin)).ToDo.Should().BeEmpty("what is pending passes by itself");
        (await ReadAsync(given, begin)).Summary.Should().EndWith("Nothing of this stands between this installation and NovaFence:Mode fence, if each of these hosts was dead when it would have been forced down.");
    }

    [Fact]
    public async Task What_the_limits_would_have_held_is_told_because_nothing_is_counted_against_them_meanwhile()
    {
        await using var given = await Installation.CreateAsync(Stop, Observe, ("NovaFence:Budget:MaxHosts", "2"), ("NovaFence:Budget:MaxPerHour", "3"));
        var begin = given.Clock.Now;
        for (var host = 1; host <= 4; host++)
            await given.DeliverAsync(given.Alert($"compute{host}", $"f{host}"), Stop);
        given.Clock.Advance(TimeSpan.FromMinutes(10));

        var report = await ReadAsync(given, begin);

        (report.MostDownAtOnce, report.MostWithinAnHour).Should().Be((4, 4));
        report.ToDo.Should().HaveCount(2).And.Contain(toDo => toDo.StartsWith("4 hosts would have been down at the same time, and NovaFence:Budget:MaxHosts and MaxShare allow 2"))
            .And.Contain(toDo => toDo.StartsWith("4 force-downs would have been within one hour, and NovaFence:Budget:MaxPerHour allows 3"));
    }

    [Fact]
    public async Task Where_it_fences_what_was_done_and_what_was_held_is_told()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Budget:MaxHosts", "1"));
        var begin = given.Clock.Now;
        for (var round = 0; round < 2; round++)
        {
            var alert = given.Alert("compute1", "HostDown");
            (await given.DeliverAsync(alert, Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
            if (round == 0)
                await given.DeliverAsync(given.Alert("compute2", "PowerOff"), Stop);
            given.Clock.Advance(TimeSpan.FromMinutes(10));
            await given.DeliverAsync(alert, Stop);
            (await given.DeliverAsync(alert with { Status = AlertStatus.Resolved, At = given.Clock.Now }, Stop)).Verdict.Kind.Should().Be(VerdictKind.Unset);
            given.Clock.Advance(TimeSpan.FromHours(2));
        }

        given.Cloud.Puts.Should().HaveCount(4);
        var report = await ReadAsync(given, begin);

        var (first, second) = (report.Hosts[0], report.Hosts[1]);
        (first.Host, first.ForcedDown.Count, first.Unset.Count, first.WouldForceDown.Count, first.WouldUnset.Count).Should().Be(("compute1", 2, 2, 0, 0));
        Is(first.ForcedDown, 2, begin, begin.AddMinutes(130));
        first.Alerts.Should().Equal("HostDown");
        (second.Host, second.ForcedDown.Count, second.Held.Single().Reason, second.Held.Single().Times.Count).Should().Be(("compute2", 0, "budget", 1));
        report.Summary.Should().StartWith("Since 2026-11-22 03:00:00Z: 1 of 20 hosts was forced down (2 times), 1 of 20 hosts was unset (2 times), an alert was held once. To do: once an alert was held for 'budget': ");
        (await ReadAsync(given, begin.AddHours(1))).Hosts.Single().ForcedDown.Count.Should().Be(1);
    }

    [Fact]
    public async Task What_was_observed_and_is_done_at_last_is_told_as_both()
    {
        await using var given = await Installation.CreateAsync(Stop, Observe);
        var begin = given.Clock.Now;
        var alert = given.Alert("compute1", "HostDown");
        await given.DeliverAsync(alert, Stop);
        given.Clock.Advance(TimeSpan.FromMinutes(10));
        await using var fencing = given.Another(("NovaFence:Mode", "fence"));
        (await fencing.DeliverAsync(alert, Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        given.Clock.Advance(TimeSpan.FromMinutes(10));
        await fencing.DeliverAsync(alert with { Status = AlertStatus.Resolved, At = given.Clock.Now }, Stop);
        given.Clock.Advance(TimeSpan.FromMinutes(10));

        var host = (await ReadAsync(fencing, begin)).Hosts.Single();

        (host.WouldForceDown.Count, host.WouldUnset.Count, host.ForcedDown.Count, host.Unset.Count).Should().Be((1, 0, 1, 1));
    }

    [Fact]
    public async Task What_a_drill_rehearsed_would_not_have_been_done()
    {
        await using var given = await Installation.CreateAsync(Stop);
        var begin = given.Clock.Now;
        await given.Pauses.DrillAsync("compute15", TimeSpan.FromMinutes(5), "rehearsal", "alice", Stop);
        (await given.DeliverAsync(given.Alert("compute15", "HostDown"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Observed);

        (await ReadAsync(given, begin)).Hosts.Should().BeEmpty();
    }

    [Fact]
    public async Task Of_a_host_with_very_many_events_the_newest_are_looked_at_and_that_is_said()
    {
        await using var given = await Installation.CreateAsync(Stop, Observe);
        var begin = given.Clock.Now;
        await given.DeliverAsync(given.Alert("compute1", "HostDown"), Stop);
        var one = (await given.EventsAsync("compute1", Stop)).Single();
        given.Clock.Advance(TimeSpan.FromDays(1));
        var events = Enumerable.Range(1, 1200).Select(minute => Later(one, begin.AddMinutes(minute), minute)).ToList();
        foreach (var batch in events.Chunk(60))
            (await given.Ledger.CommitAsync(new LedgerCommit([], batch), Stop)).Should().BeOfType<CommitResult.Committed>();

        var report = await ReadAsync(given, begin);

        // The first one and 200 of the 1,200 after it are not looked at.
        report.Hosts.Single().LooksBackTo.Should().Be(begin.AddMinutes(201));
        report.Hosts.Single().WouldForceDown.Should().Be(new ReportedTimes(1, begin.AddMinutes(201), begin.AddMinutes(201)));
        report.Notes.Should().ContainSingle().Which.Should().StartWith("of compute1 the newest 1000 events were looked at, which go back to ");
        (await ReadAsync(given, begin.AddMinutes(900))).Hosts.Single().Should().Match<HostReport>(host => host.WouldForceDown.Count == 0 && host.WouldBeDownSince == begin.AddMinutes(201), "it would have been down before");
    }

    [Fact]
    public async Task Where_nothing_was_heard_that_is_what_stands_before_fence()
    {
        await using var given = await Installation.CreateAsync(Stop, Observe);
        await given.Auditor.RunAsync(Stop);

        var report = await ReadAsync(given, given.Clock.Now.AddDays(-100));

        report.Hosts.Should().BeEmpty();
        report.Summary.Should().StartWith("In the last 100 days: no host would have been forced down, nothing was held. Before NovaFence:Mode is fence: no alert of a compute host was heard");
        report.Notes.Should().Equal("events are kept for 90 days (NovaFence:Audit:KeepEvents)");
        (await ReadAsync(given.WithoutRoutes(), given.Clock.Now.AddDays(-7))).Notes.Should().ContainSingle().Which.Should().StartWith("no routes are known here");
    }

    [Fact]
    public async Task What_somebody_has_edited_is_passed_over_and_a_ledger_that_is_away_is_told()
    {
        await using var given = await Installation.CreateAsync(Stop, Observe);
        var begin = given.Clock.Now;
        await given.DeliverAsync(given.Alert("compute1", "HostDown"), Stop);
        await given.Ledger.CommitAsync(new LedgerCommit([], [new LedgerEvent("compute1", begin, "a", "not JSON"), new LedgerEvent("compute1", begin, "b", """{"verdict":"maybe"}""")]), Stop);
        (await ReadAsync(given, begin)).Hosts.Single().WouldForceDown.Count.Should().Be(1);

        given.Ledger.Away = true;

        (await given.Report.ReadAsync(begin, Stop)).Should().BeOfType<LedgerResult<Report>.Unavailable>();
    }

    /// <summary>The same event, of another moment.</summary>
    private static LedgerEvent Later(string json, DateTimeOffset at, int number)
    {
        var happened = JsonNode.Parse(json)!;
        happened["at"] = at;
        return new LedgerEvent("compute1", at, $"{number}", happened.ToJsonString());
    }

    /// <summary>So often, and from when until when; looks take their milliseconds.</summary>
    private static void Is(ReportedTimes times, int count, DateTimeOffset first, DateTimeOffset last, string because = "")
    {
        times.Count.Should().Be(count, because);
        times.First.Should().BeCloseTo(first, TimeSpan.FromSeconds(1), because);
        times.Last.Should().BeCloseTo(last, TimeSpan.FromSeconds(1), because);
    }

    private static async Task<Report> ReadAsync(Installation given, DateTimeOffset since) => ((LedgerResult<Report>.Ok)await given.Report.ReadAsync(since, Stop)).Value;
}
