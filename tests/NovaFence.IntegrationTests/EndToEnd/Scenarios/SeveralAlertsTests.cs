using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>Several alerts: of one delivery, and of one host.</summary>
public sealed class SeveralAlertsTests : EndToEndTest
{
    [Fact]
    public async Task Alerts_of_one_delivery_are_acted_on_side_by_side()
    {
        var instance = await Given.Instance();
        string[] hosts = ["compute1", "compute2", "compute3", "compute4"];
        var gates = hosts.Select(host => instance.Cloud.HoldAfter(host, down: true)).ToList();

        var delivery = instance.Deliver([.. hosts.Select(host => Firing(host))]);
        // All of them have reached Nova, and none has gone on.
        await Task.WhenAll(gates.Select(gate => gate.Reached));
        gates.ForEach(gate => gate.Open());

        var reply = await delivery;
        reply.Outcomes.Select(outcome => (outcome.Host, outcome.State)).Should().Equal(hosts.Select(host => ((string?)host, (string?)"down")));
        (await Given.Nova.ForcedDown()).Should().Equal(hosts);
    }

    [Fact]
    public async Task Two_alerts_hold_one_host_and_the_last_one_releases_it()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Firing("compute1").Named("HostUnreachable"));

        var first = await instance.Deliver(Resolved("compute1"));
        (first.Outcome.Verdict, first.Outcome.Title).Should().Be(("recorded", "another alert still fires"));
        (await Given.Nova.IsForcedDown("compute1")).Should().BeTrue();

        var last = await instance.Deliver(Resolved("compute1").Named("HostUnreachable"));
        last.Outcome.Verdict.Should().Be("unset");
        Given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Fact]
    public async Task Two_alerts_of_one_host_in_one_delivery_cost_one_put()
    {
        var instance = await Given.Instance();

        var down = await instance.Deliver(Firing("compute1"), Firing("compute1").Named("HostUnreachable"));
        var up = await instance.Deliver(Resolved("compute1"), Resolved("compute1").Named("HostUnreachable"));

        down.Outcomes.Should().OnlyContain(outcome => outcome.State == "down");
        up.Status.Should().Be(200);
        Given.Nova.PutsOf("compute1").Should().Be("down up");
        (await instance.Host("compute1")).State.Should().Be("clear");
    }

    [Fact]
    public async Task An_alert_whose_route_leaves_the_unset_to_an_operator_stays_down()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1").Named("HostBroken"));

        var reply = await instance.Deliver(Resolved("compute1").Named("HostBroken"));

        (reply.Outcome.Verdict, reply.Outcome.Title).Should().Be(("recorded", "released manually"));
        await instance.Audit();
        (await Given.Nova.IsForcedDown("compute1")).Should().BeTrue();

        await instance.ForceDown("compute1", down: false);
        Given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Fact]
    public async Task Sixty_alerts_of_one_host_without_evidence_do_not_keep_the_real_one_out()
    {
        var instance = await Given.Instance();
        // As long as fingerprints and reasons get.
        var alerts = Enumerable.Range(0, 60).Select(number => Firing("compute1").Named("HostMaybeDown").With("number", $"{number:D4}")).ToArray();

        var reply = await instance.Deliver(alerts);

        reply.Status.Should().Be(200);
        reply.Outcomes.Select(outcome => outcome.Title).Distinct().Should().BeEquivalentTo("no evidence");
        // Those without evidence make room.
        (await instance.Deliver(Firing("compute1"))).Outcome.State.Should().Be("down");
        (await instance.Deliver([.. alerts.Select(alert => alert with { Fires = false })])).Status.Should().Be(200);
        (await instance.Host("compute1")).State.Should().Be("down");
        Given.Nova.PutsOf("compute1").Should().Be("down");
    }
}
