using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Power;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>More alerts of one host than its record keeps: nothing that matters may be forgotten with them.</summary>
public sealed class ManyAlertsTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IEnumerable<int> AFull => Enumerable.Range(1, HostRecord.MaxAlerts);

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_release_that_was_left_to_an_operator_stays_so_when_its_alert_is_forgotten()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "kept", release: "manually", ago: TimeSpan.FromHours(2)), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "last"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "kept", AlertStatus.Resolved, "manually", TimeSpan.FromHours(1)), Stop);
        foreach (var number in AFull)
            await FireAndResolveAsync($"f{number}");

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "last", AlertStatus.Resolved), Stop);

        outcome.Verdict.Text.Should().StartWith(Reason.ReleasedManually.Title());
        _given.Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task Forgotten_alerts_of_a_route_that_releases_do_not_keep_the_host_down()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "last", ago: TimeSpan.FromHours(1)), Stop);
        foreach (var number in AFull)
            await FireAndResolveAsync($"f{number}");

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "last", AlertStatus.Resolved), Stop);

        outcome.State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task After_the_unset_the_forgotten_ones_no_longer_count()
    {
        await A_release_that_was_left_to_an_operator_stays_so_when_its_alert_is_forgotten();
        await _given.CommandAsync(new OperatorCommand("compute1", ForcedDown: false, "", "test"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "new"), Stop);

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "new", AlertStatus.Resolved), Stop);

        outcome.State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task One_more_than_fits_that_would_hold_the_host_down_leaves_the_unset_to_an_operator()
    {
        foreach (var number in AFull.Append(HostRecord.MaxAlerts + 1))
            await _given.DeliverAsync(_given.Alert("compute1", $"f{number}", ago: TimeSpan.FromMinutes(1)), Stop);
        foreach (var number in AFull)
            await _given.DeliverAsync(_given.Alert("compute1", $"f{number}", AlertStatus.Resolved), Stop);

        _given.Cloud.Puts.Should().Equal(("compute1", true));
        (await _given.ViewAsync("compute1", Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task One_that_began_before_what_was_forgotten_is_held_and_shown_with_the_host()
    {
        foreach (var number in AFull.Append(0))
            await FireAndResolveAsync($"f{number}");

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "never seen", ago: TimeSpan.FromHours(1)), Stop);

        outcome.Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Held }, Host = "compute1" });
        (await _given.ViewAsync("compute1", Stop)).Should().BeEquivalentTo(new { Held = true, Known = true, Reason = outcome.Verdict.Text });
    }

    [Fact]
    public async Task A_moment_from_the_future_is_held_shown_with_the_host_and_gone_when_its_time_has_come()
    {
        await _given.DeliverAsync(_given.Paged("compute1", "Q1", ago: TimeSpan.FromMinutes(-20)), Stop);
        (await _given.ViewAsync("compute1", Stop)).Should().BeEquivalentTo(new { Held = true, Known = true, State = HostState.Clear });

        (await _given.DeliverAsync(_given.Paged("compute1", "Q1"), Stop)).State.Should().Be(HostState.Down);

        (await _given.ViewAsync("compute1", Stop)).Held.Should().BeFalse();
    }

    [Fact]
    public async Task The_longest_texts_fit_into_a_record()
    {
        var long1 = new string('"', AlertEvent.MaxFingerprintLength - 3);
        foreach (var number in AFull)
            (await _given.DeliverAsync(_given.Alert("compute1", $"{long1}{number}"), Stop)).State.Should().Be(HostState.Down);
    }

    [Theory]
    [InlineData(16, 30)]
    [InlineData(AlertEvent.MaxFingerprintLength, 20)]
    public void A_record_takes_as_many_alerts_as_its_row_holds_when_all_of_them_are_held(int length, int least)
    {
        var now = new DateTimeOffset(2026, 11, 22, 3, 0, 0, 123, 456, TimeSpan.Zero);
        var record = new HostRecord { Host = new string('c', 255), ServiceId = Guid.Empty.ToString(), Route = "hosts", StartsAt = now, ReceivedAt = now };
        for (var number = 10; number < 10 + HostRecord.MaxAlerts; number++)
        {
            var entry = new AlertEntry
            {
                Receiver = "alertmanager",
                Fingerprint = $"{number}{new string('"', length - 2)}",
                Name = new string('n', Math.Min(length, AlertEntry.MaxNameLength)),
                NamedBy = "hostname",
                Route = "hosts",
                Accepted = true,
                Status = AlertStatus.Firing,
                At = now,
                StartsAt = now,
                PeriodSince = now,
                FirstSeen = now,
                LastSeen = now,
            };
            if (record.WithRoomFor(entry, new NovaFenceOptions()) is { } room)
                record = room.With(entry);
        }

        record.Alerts.Should().HaveCountGreaterThanOrEqualTo(least);
        var hold = new Hold { Reason = Reason.NamesAnotherHost, Facts = new string('h', Hold.MaxFactsLength), Since = now, SeenAt = now, NextAt = now, SeenReport = now, ReportedAgain = true };
        var link = new string('l', AlertLink.MaxLength);
        var held = record with { Alerts = [.. record.Alerts.Select((entry, number) => entry with { Held = hold, Link = number < HostRecord.MaxLinks ? link : null })] };
        held = HostRows.Fitting(held with { Reads = LongestReads(now), ProvenOffAt = now, PoweredOnAt = now, SwitchedOff = new Core.Power.PowerOffSent("a".PadRight(32, 'a'), now, now) { AgainAt = now, Refused = true, Said = new string('x', 200) } });
        var row = JsonSerializer.Serialize(held, RowsJson.Row<HostRecord>());
        row.Length.Should().BeLessThanOrEqualTo(LedgerCommit.MaxJsonLength);
        JsonSerializer.Deserialize(row, RowsJson.Row<HostRecord>())!.Alerts.Should().BeEquivalentTo(held.Alerts);
    }

    private static HostReads LongestReads(DateTimeOffset now)
    {
        var (reads, facts, timing) = (HostReads.None, new string('\ue000', 1000), new PowerTimingOptions());
        reads = reads.With(new PowerRead(PowerReading.PoweringOff, now, now, facts), "123456789abc", timing);
        for (var number = 1; number < 10; number++)
        {
            reads = reads.With(new PowerRead(PowerReading.Off, now.AddTicks(number), now.AddTicks(number), facts), "123456789abc", timing);
            reads = reads.With($"{number}ABCDEF0", new SampleRead(false, now.AddTicks(number), now.AddTicks(number), facts), "123456789abc");
        }

        JsonSerializer.Serialize(reads).Length.Should().BeLessThanOrEqualTo(HostReads.MostRowLength);
        return reads;
    }

    [Fact]
    public async Task Alerts_with_the_longest_texts_are_held_or_kept_aside_and_each_is_recorded()
    {
        await _given.Pauses.PauseAsync(null, null, new string('"', Pause.MaxReasonLength), "test", Stop);
        var name = new string('\ue000', 200);
        foreach (var number in Enumerable.Range(10, 40))
        {
            var alert = _given.Alert("compute1", $"{new string('"', AlertEvent.MaxFingerprintLength - 2)}{number}");
            var outcome = await _given.DeliverAsync(alert with { Labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal) { ["alertname"] = name } }, Stop);
            outcome.Verdict.Reason.Should().BeOneOf(Reason.Paused, Reason.LedgerFull);
        }
    }

    private async Task FireAndResolveAsync(string fingerprint)
    {
        await _given.DeliverAsync(_given.Alert("compute1", fingerprint, ago: TimeSpan.FromSeconds(2)), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", fingerprint, AlertStatus.Resolved, ago: TimeSpan.FromSeconds(1)), Stop);
    }
}
