using NovaFence.Core.Alerts;
using NovaFence.Core.Power;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What proves that a machine is off where clocks leap, two instances contradict each other, and Nova is slow.</summary>
public sealed class ReadBackTests : Scenario
{
    private const string Off = "power off";

    private static readonly (string, string)[] Server =
    [
        Settling,
        (Installation.Timer, ""),
        ("NovaFence:Routes:5:Name", Off),
        ("NovaFence:Routes:5:Receiver", "alertmanager"),
        ("NovaFence:Routes:5:Match:0", "release=\"power off\""),
        ("NovaFence:Routes:5:Evidence", "power:off"),
        ("NovaFence:Routes:6:Name", "fenced"),
        ("NovaFence:Routes:6:Receiver", "alertmanager"),
        ("NovaFence:Routes:6:Match:0", "release=\"fenced\""),
        ("NovaFence:Routes:6:Evidence", "label:fenced=\"true\""),
    ];

    private ScriptedPower Power => Given.Power;

    public override async ValueTask InitializeAsync() => await OpenAsync(Server);

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public async Task A_clock_that_leaps_ahead_between_two_answers_does_not_make_them_far_apart(double ahead)
    {
        Power.Script("compute1", PowerReading.Off);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(0.5));
        Given.Clock.LeapAhead(Seconds(ahead));

        await PassAsync(Seconds(1));
        Power.Asked.Should().HaveCount(2);
        Cloud.Puts.Should().BeEmpty("a second has passed between the two");
        await PassAsync(Seconds(4));

        Cloud.Has("compute1").Should().BeTrue();
        Power.Asked.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(3)]
    [InlineData(0)]
    public async Task An_answer_of_another_instance_that_came_while_this_one_asked_voids_its_answer_whatever_the_clocks_say(double behind)
    {
        Power.Script("compute1", PowerReading.Off);
        await using var other = Given.Another(Server);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        var isFirst = true;
        Power.During = async _ =>
        {
            if (!isFirst)
                return;
            isFirst = false;
            // It asks, and is answered, while this instance's answer is under way, and its clock is behind.
            Given.Clock.SetBack(Seconds(behind));
            Power.Script("compute1", PowerReading.On);
            await other.DeliverAsync(other.Alert("compute1", "f2", release: Off), Stop);
            await other.Reconciler.WhenReadAsync();
            Power.Script("compute1", PowerReading.Off);
            Given.Clock.LeapAhead(Seconds(behind));
        };

        await FireAsync("compute1", "f1", Off);
        await Given.Reconciler.WhenReadAsync();
        await PassAsync(Seconds(4));
        Cloud.Puts.Should().BeEmpty("its machine ran when the first answer came");
        await PassAsync(Seconds(6));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task An_answer_that_comes_while_another_instance_sends_its_PUT_is_not_lost()
    {
        Power.Script("compute1", PowerReading.Off, PowerReading.On, PowerReading.Off, PowerReading.On);
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(1));
        await using var other = Given.Another(Server);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        // The BMC takes its time for the other instance, and answers that it runs while this one's PUT is under way, which Nova does not answer.
        var answered = new TaskCompletionSource();
        Power.During = _ => Power.Asked.Count == 2 ? answered.Task : Task.CompletedTask;
        await other.DeliverAsync(other.Alert("compute1", "f2", release: Off), Stop);
        await other.DeliverAsync(other.Alert("compute1", "f2", AlertStatus.Resolved, Off), Stop);
        Cloud.DuringPut = (_, _) =>
        {
            answered.TrySetResult();
            return other.Reconciler.WhenReadAsync();
        };
        await PassAsync(Seconds(3));
        Cloud.Puts.Should().ContainSingle();

        Cloud.Refuses = _ => null;
        await PassAsync(Seconds(30));

        Cloud.Puts.Should().ContainSingle();
        Cloud.Has("compute1").Should().BeFalse("its machine runs");
        (await Given.RecordAsync("compute1", Stop))!.Reads!.Last.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task Beside_an_alert_that_says_nothing_of_fencing_any_more_answers_have_to_be_young_when_the_PUT_is_sent()
    {
        Power.Script("compute1", PowerReading.Off, PowerReading.Off, PowerReading.On);
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(4));
        await Given.DeliverAsync(Fenced("true"), Stop);
        await Given.DeliverAsync(Fenced("false"), Stop);
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().HaveCount(2).And.OnlyContain(alert => alert.WantsDown);
        var sent = Cloud.Puts.Count;
        Cloud.Refuses = _ => null;
        Given.Clock.Advance(Seconds(10));
        // The intent is stored late, and the look that is had anew then takes its time: more than fifteen seconds by the PUT.
        Given.Ledger.BeforeNextCommit = () =>
        {
            Given.Clock.Advance(Seconds(3));
            Cloud.DuringListing = _ =>
            {
                Given.Clock.Advance(Seconds(3));
                return Task.CompletedTask;
            };
            return Task.CompletedTask;
        };

        await FireAsync("compute1", "f1", Off);
        Cloud.DuringListing = _ => Task.CompletedTask;
        await PassAsync(Seconds(30));

        Cloud.Puts.Should().HaveCount(sent);
        Cloud.Has("compute1").Should().BeFalse("its machine runs again");
    }

    private AlertEvent Fenced(string fenced)
    {
        var alert = Given.Alert("compute1", "f2", release: "fenced");
        return alert with { Labels = new Dictionary<string, string>(alert.Labels) { ["fenced"] = fenced } };
    }
}
