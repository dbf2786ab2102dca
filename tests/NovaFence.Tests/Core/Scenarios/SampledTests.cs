using NovaFence.Core.Audit;
using NovaFence.Core.Power;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A route whose evidence is Prometheus' samples, on a host that is down already.</summary>
public sealed class SampledTests : Scenario
{
    private const string Sampled = "sampled";

    private static readonly (string, string)[] Routes =
    [
        ("NovaFence:Routes:5:Name", Sampled),
        ("NovaFence:Routes:5:Receiver", "alertmanager"),
        ("NovaFence:Routes:5:Match:0", "release=\"sampled\""),
        ("NovaFence:Routes:5:Evidence", "prometheus:\"up{instance='{host}'} == 0\""),
        ("NovaFence:Routes:5:Release", "immediately"),
        ("NovaFence:Routes:6:Name", "two things"),
        ("NovaFence:Routes:6:Receiver", "alertmanager"),
        ("NovaFence:Routes:6:Match:0", "release=\"two\""),
        ("NovaFence:Routes:6:Evidence", "all(prometheus:\"up{host='{host}'} == 0\", prometheus:\"ping{host='{host}'} == 0\")"),
        ("NovaFence:Routes:8:Name", "agreed and sampled"),
        ("NovaFence:Routes:8:Receiver", "alertmanager"),
        ("NovaFence:Routes:8:Match:0", "release=\"both\""),
        ("NovaFence:Routes:8:Evidence", "all(corroborated:2, prometheus:\"up{host='{host}'} == 0\")"),
        ("NovaFence:Routes:9:Name", "agreed and off"),
        ("NovaFence:Routes:9:Receiver", "alertmanager"),
        ("NovaFence:Routes:9:Match:0", "release=\"off\""),
        ("NovaFence:Routes:9:Evidence", "all(corroborated:2, power:off)"),
        ("NovaFence:Routes:7:Name", "three things"),
        ("NovaFence:Routes:7:Receiver", "alertmanager"),
        ("NovaFence:Routes:7:Match:0", "release=\"three\""),
        ("NovaFence:Routes:7:Evidence", "any(prometheus:\"up{host='{host}'} == 2\", prometheus:\"up{host='{host}'} == 3\", prometheus:\"up{host='{host}'} == 4\")"),
    ];

    public override async ValueTask InitializeAsync() => await OpenAsync([Settling, (Installation.Timer, ""), .. Routes]);

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task What_fires_anew_while_its_host_settles_keeps_it_down(double ago)
    {
        Given.Power.Holds = true;
        await FireAsync("compute1", "f1", Sampled, ago: Seconds(30));
        await PassAsync(Seconds(5));
        Cloud.Has("compute1").Should().BeTrue();

        await ResolveAsync("compute1", "f1", Sampled);
        await PassAsync(Seconds(20));
        await FireAsync("compute1", "f1", Sampled, ago: Seconds(ago));
        await PassAsync(Minutes(5));

        Cloud.Puts.Should().ContainSingle("the last word is that it fires, and Prometheus says that it is down");
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Accepted.Should().BeTrue();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(null, true)]
    [InlineData(false, false)]
    public async Task An_alert_beside_the_one_that_ends_keeps_its_host_down_unless_Prometheus_says_otherwise(bool? holds, bool isDown)
    {
        Given.Power.Holds = holds;
        await FireAsync("compute1", "f1");
        await FireAsync("compute1", "f2", Sampled);
        await PassAsync(Seconds(5));
        await ResolveAsync("compute1", "f1");
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().Be(isDown);
        Cloud.Puts.Should().HaveCount(isDown ? 1 : 2);
        if (holds is not null)
            return;
        (await Given.FindingAsync("compute1", Stop))!.Should().Match<Finding>(finding => finding.Kind == FindingKind.Held && finding.NeedsAPerson);

        Given.Power.Holds = false;
        await PassAsync(Minutes(1));
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData("both")]
    [InlineData("off")]
    public async Task What_waited_for_another_to_agree_is_asked_for_once_one_does_whatever_that_one_lacks_itself(string first)
    {
        Given.Power.HoldsOf = condition => condition.Number == 0;
        Given.Power.Says["compute1"] = () => PowerReading.Off;
        await FireAsync("compute1", "f1", first);
        await PassAsync(Minutes(2));
        Cloud.Puts.Should().BeEmpty();
        await FireAsync("compute1", "f2", "three");
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Theory]
    [InlineData("two", "three")]
    [InlineData("three", "two")]
    public async Task What_another_alert_of_the_host_asks_does_not_push_out_what_is_met(string first, string second)
    {
        Given.Power.HoldsOf = _ => false;
        await FireAsync("compute1", "f1", first);
        await FireAsync("compute1", "f2", second);
        await PassAsync(Seconds(20));
        Given.Power.HoldsOf = condition => condition.Number == 0;
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeTrue("both things hold that one of the alerts asks for");
    }
}
