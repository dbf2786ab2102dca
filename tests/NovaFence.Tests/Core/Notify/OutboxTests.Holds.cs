using NovaFence.Core.Alerts;

namespace NovaFence.Core.Tests.Notify;

/// <content>Alerts that are held.</content>
public sealed partial class OutboxTests
{
    [Fact]
    public async Task A_hold_is_told_once_for_each_reason_and_one_of_no_host_too()
    {
        await DeliverAsync("compute1", "agreeing");
        await DeliverAsync("compute1", "agreeing");
        await DeliverAsync("elsewhere");
        await TellAsync();
        Receivers.Told().Should().Equal("compute1 held (no evidence)", "elsewhere held (unknown host)");

        await _given.Pauses.PauseAsync("compute2", null, "it is worked on", "test", Stop);
        await DeliverAsync("compute2");
        await TellAsync();
        Receivers.Told().Should().HaveCount(3).And.HaveElementAt(2, "compute2 held (paused)");
    }

    [Fact]
    public async Task A_hold_whose_reasons_take_turns_is_told_once_for_each_until_its_alert_begins_anew()
    {
        await ForceDownAsync("compute1");
        await ForceDownAsync("compute2");
        await ForceDownAsync("compute3");
        var alert = _given.Alert("compute4", "f4");
        for (var turn = 0; turn < 100; turn++)
        {
            await _given.Pauses.PauseAsync("compute4", null, "it is worked on", "test", Stop);
            await SayAsync(alert);
            await _given.Pauses.ResumeAsync("compute4", "test", Stop);
            await SayAsync(alert);
        }

        Receivers.Told("ops").Skip(3).Should().Equal("compute4 held (paused)", "compute4 held (budget)");
        await SayAsync(_given.Alert("compute4", "f4", AlertStatus.Resolved));
        await SayAsync(_given.Alert("compute4", "f4"));

        Receivers.Told("ops").Skip(5).Should().Equal("compute4 held (budget)");

        async Task SayAsync(AlertEvent said)
        {
            await _given.DeliverAsync(said, Stop);
            await TellAsync();
            _given.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }
}
