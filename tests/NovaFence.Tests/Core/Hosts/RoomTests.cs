using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Which of a host's alerts makes room for another.</summary>
public sealed class RoomTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_had_no_evidence_and_resumed_within_the_settle_time_is_not_known_yet_and_stays()
    {
        var pending = Firing("resumed") with { Status = AlertStatus.Pending, Held = HeldFor(Reason.NoEvidence), LastSeen = Now };
        var record = FullBut(1).With(pending);

        record.WithRoomFor(Firing("new"), new NovaFenceOptions()).Should().BeNull();
        record.Without(pending).With(pending with { Status = AlertStatus.Firing }).WithRoomFor(Firing("new"), new NovaFenceOptions())!.Find("alertmanager", "resumed").Should().BeNull("that is what makes room first");
    }

    [Theory]
    [InlineData(-600, -300, "alertmanager")]
    [InlineData(-899, -80, "pagerduty")]
    public void Of_those_that_ended_the_one_makes_room_of_which_an_earlier_event_is_soonest_believed_no_more(int momentEnded, int stateEnded, string gone)
    {
        var options = new NovaFenceOptions();
        var moment = Ended("of a moment", "pagerduty", momentEnded) with { ToldOnce = true };
        var state = Ended("of a state", "alertmanager", stateEnded);
        var record = FullBut(2).With(moment).With(state);

        var room = record.WithRoomFor(Firing("new"), options)!;

        room.Alerts.Should().HaveCount(HostRecord.MaxAlerts - 1).And.NotContain(alert => alert.Receiver == gone && !alert.IsOpen);
    }

    [Theory]
    [InlineData(HostState.Clear, true)]
    [InlineData(HostState.ForcingDown, false)]
    [InlineData(HostState.Down, false)]
    public void What_waits_for_its_BMC_makes_room_at_last_where_it_keeps_nothing_down(HostState state, bool makesRoom)
    {
        var waits = Firing("waits") with { Held = HeldFor(Reason.PowerUnreachable), LastSeen = Now.AddSeconds(-5) };
        var record = FullBut(2).With(waits).With(Firing("waits too") with { Held = HeldFor(Reason.CheckingPower) }) with { State = state };
        var ended = Ended("ended", "alertmanager", -600);

        var room = record.WithRoomFor(Firing("new"), new NovaFenceOptions());

        (room is not null).Should().Be(makesRoom);
        if (makesRoom)
            room!.Alerts.Should().HaveCount(HostRecord.MaxAlerts - 1).And.NotContain(alert => alert.Fingerprint == "waits");
        record.Without(waits).With(ended).WithRoomFor(Firing("new"), new NovaFenceOptions())!.Alerts.Should().NotContain(alert => alert.Fingerprint == "ended", "what has ended is forgotten before");
    }

    private static HostRecord FullBut(int free) => new()
    {
        Host = "compute1",
        Alerts = [.. Enumerable.Range(0, HostRecord.MaxAlerts - free).Select(number => Firing($"f{number}") with { Accepted = true })],
    };

    private static AlertEntry Ended(string fingerprint, string receiver, int seconds) =>
        new() { Receiver = receiver, Fingerprint = fingerprint, Status = AlertStatus.Resolved, LastSeen = Now.AddSeconds(seconds) };

    private static AlertEntry Firing(string fingerprint) => new() { Receiver = "alertmanager", Fingerprint = fingerprint, Status = AlertStatus.Firing, LastSeen = Now };

    private static Hold HeldFor(Reason reason) => new() { Reason = reason, Facts = "", Since = Now, SeenAt = Now };
}
