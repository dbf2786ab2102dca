using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Which label named a host is told, with every verdict.</summary>
public sealed class NamedByTests : Scenario
{
    [Fact]
    public async Task A_host_that_was_added_since_the_last_listing_is_looked_for_before_another_label_decides()
    {
        await OpenAsync(("NovaFence:Hosts:Labels:0", "host"), ("NovaFence:Hosts:Labels:1", "instance"));
        Cloud.Hosts = 21;
        Given.Clock.Advance(Minutes(1));

        (await Given.DeliverAsync(Given.Alert("compute1", "n1") with { Labels = Labels(("host", "compute1"), ("instance", "compute21:9180")) }, Stop)).Verdict.Reason.Should().Be(Reason.AmbiguousHost);
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_forced_down_says_which_label_named_it()
    {
        (await FireAsync("compute1", "n1")).Verdict.Facts.Should().NotBeEmpty();

        var intent = (await Given.EventsAsync("compute1", Stop)).Single(happened => happened.Contains("\"kind\":\"intent\"", StringComparison.Ordinal));
        intent.Should().Contain("named by host").And.Contain("\"host_from\":\"host\"");
    }

    [Fact]
    public async Task A_hold_and_what_is_decided_of_it_later_say_which_label_named_the_host()
    {
        await OpenAsync(Settling, ("NovaFence:Hosts:Labels:0", "node"), ("NovaFence:Hosts:Labels:1", "host"), ("NovaFence:Budget:MaxHosts", "1"));
        await Given.DeliverAsync(Named("compute1", "n1", "node"), Stop);

        (await Given.DeliverAsync(Named("compute2", "n2", "node"), Stop)).Verdict.Text.Should().StartWith("budget").And.EndWith("; named by node");
        // It names no host any more; the alert is known by its fingerprint.
        (await Given.DeliverAsync(Named("compute2", "n2", "rack"), Stop)).Verdict.Text.Should().StartWith("budget").And.EndWith("; named by node");
        (await Given.ViewAsync("compute2", Stop)).Reason.Should().EndWith("; named by node");

        await Given.DeliverAsync(Named("compute1", "n1", "node") with { Status = AlertStatus.Resolved, At = Given.Clock.GetUtcNow() }, Stop);
        await PassAsync(Minutes(2));
        var late = (await Given.EventsAsync("compute2", Stop)).Single(happened => happened.Contains("\"kind\":\"late force-down\"", StringComparison.Ordinal));
        late.Should().Contain("; named by node").And.Contain("\"host_from\":\"node\"");
    }

    private AlertEvent Named(string host, string fingerprint, string label)
    {
        var alert = Given.Alert(host, fingerprint);
        return alert with { Labels = alert.Labels.Where(other => other.Key != "host").Append(new(label, host)).ToDictionary(StringComparer.Ordinal) };
    }
}
