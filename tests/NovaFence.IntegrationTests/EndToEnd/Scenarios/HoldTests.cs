using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>What may not be acted on waits for a person, where everybody sees it, or for a delivery that changes things.</summary>
public sealed class HoldTests : EndToEndTest
{
    private protected override SceneOptions Options => new()
    {
        Hosts = ["compute1", "compute2", "compute3", "node1.rack1", "node1.rack2"],
        Budget = 1,
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NovaFence:Hosts:Domains:0"] = "rack1", ["NovaFence:Hosts:Domains:1"] = "rack2" },
    };

    [Fact]
    public async Task An_unknown_host_is_held_until_nova_lists_it()
    {
        var instance = await Given.Instance();

        await IsHeld(instance, Firing("compute9"), "compute9", "unknown host");

        Given.Cloud.AddHost("compute9");
        Given.Clock.Advance(TimeSpan.FromSeconds(11));
        (await instance.Deliver(Firing("compute9"))).Outcome.State.Should().Be("down");
        (await instance.Host("compute9")).Held.Should().BeFalse();
        (await instance.Hosts()).Should().ContainSingle(host => host.Host == "compute9");
    }

    [Fact]
    public async Task A_name_of_two_hosts_is_held()
    {
        var instance = await Given.Instance();

        await IsHeld(instance, Firing("node1"), "node1", "ambiguous host");

        (await instance.Deliver(Resolved("node1"))).Status.Should().Be(200);
        (await instance.Hosts("?state=held")).Should().BeEmpty();
    }

    [Fact]
    public async Task An_alert_without_evidence_is_held_until_it_brings_some()
    {
        var instance = await Given.Instance();
        var alert = Firing("compute1").Named("HostMaybeDown");

        await IsHeld(instance, alert, "compute1", "no evidence");

        (await instance.Deliver(alert.Annotated("fenced", "true"))).Outcome.State.Should().Be("down");
        (await instance.Host("compute1")).Held.Should().BeFalse();
    }

    [Fact]
    public async Task A_host_beyond_the_budget_is_held_until_the_budget_is_free()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));

        await IsHeld(instance, Firing("compute2"), "compute2", "budget");

        await instance.Deliver(Resolved("compute1"));
        (await instance.Deliver(Firing("compute2"))).Outcome.State.Should().Be("down");
        (await Given.Nova.ForcedDown()).Should().Equal("compute2");
        (await instance.Host("compute2")).Held.Should().BeFalse();
    }

    [Fact]
    public async Task One_delivery_beyond_the_budget_is_held_in_part()
    {
        var instance = await Given.Instance();

        var reply = await instance.Deliver(Firing("compute1"), Firing("compute2"), Firing("compute3"));

        reply.Status.Should().Be(200);
        reply.Outcomes.Select(outcome => outcome.Verdict).Should().BeEquivalentTo("force-down", "held", "held");
        (await Given.Nova.ForcedDown()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_held_alert_that_ends_is_no_longer_held_and_unsets_nothing()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Firing("compute2"));

        var reply = await instance.Deliver(Resolved("compute2"));

        reply.Outcome.Verdict.Should().Be("ignored");
        (await instance.Hosts("?state=held")).Should().BeEmpty();
        Given.Nova.PutsOf("compute2").Should().BeEmpty();
        (await Given.Nova.ForcedDown()).Should().Equal("compute1");
    }

    [Fact]
    public async Task Another_instance_sees_what_is_held_and_decides_anew()
    {
        var first = await Given.Instance();
        var second = await Given.Instance();
        await first.Deliver(Firing("compute1"));
        await first.Deliver(Firing("compute2"));

        (await second.Host("compute2")).Held.Should().BeTrue();
        await second.Deliver(Resolved("compute1"));
        (await second.Deliver(Firing("compute2"))).Outcome.State.Should().Be("down");

        (await first.Host("compute2")).Should().BeEquivalentTo(new { Held = false, State = "down" });
    }

    [Fact]
    public async Task A_page_far_in_the_future_is_held_and_outlives_nothing()
    {
        var instance = await Given.Instance();

        var reply = await instance.Deliver(Incident.Triggered("compute1", Given.Clock.GetUtcNow().AddYears(50)));

        (reply.Status, reply.Outcome.Verdict, reply.Outcome.Title).Should().Be((200, "held", "from the future"));
        (await instance.Events("compute1")).Should().ContainSingle().Which.Verdict.Should().Be("held");
        (await instance.Deliver(Incident.Triggered("compute1", Given.Clock.GetUtcNow()))).Outcome.State.Should().Be("down");
        (await instance.Deliver(Incident.Resolved("compute1", Given.Clock.GetUtcNow()))).Outcome.State.Should().Be("clear");
    }

    [Fact]
    public async Task The_start_of_an_alert_far_in_the_future_is_a_start_like_any_other()
    {
        var instance = await Given.Instance();

        (await instance.Deliver(Firing("compute1").StartingAt(DateTimeOffset.MaxValue))).Outcome.State.Should().Be("down");
        (await instance.Deliver(Firing("compute1"))).Outcome.Title.Should().Be("already down");
        (await instance.Deliver(Resolved("compute1"))).Outcome.State.Should().Be("clear");
    }

    [Fact]
    public async Task A_hold_is_let_through_when_a_place_becomes_free_although_its_alert_is_not_repeated()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await IsHeld(instance, Firing("compute2"), "compute2", "budget");

        await instance.Deliver(Resolved("compute1"));
        Given.Clock.Advance(TimeSpan.FromSeconds(11));
        await instance.DoWhatIsDue();

        (await instance.Host("compute2")).Should().BeEquivalentTo(new { State = "down", Held = false });
        (await instance.Events("compute2")).Should().Contain(one => one.Kind == "late force-down");
    }

    [Fact]
    public async Task A_host_that_reports_is_contradicted_until_its_last_report_has_aged()
    {
        var instance = await Given.Instance();

        await IsHeld(instance, Firing("compute1").ByMistake(), "compute1", "contradicted");

        // Its nova-compute stopped right after that report.
        Given.Cloud.StopCompute("compute1");
        Given.Clock.Advance(TimeSpan.FromSeconds(16));
        await instance.DoWhatIsDue();
        (await instance.Host("compute1")).Should().BeEquivalentTo(new { State = "down", Held = false });
    }

    [Fact]
    public async Task A_host_that_goes_on_reporting_is_never_forced_down_by_its_alert()
    {
        var instance = await Given.Instance();
        var alert = Firing("compute1").ByMistake();
        await IsHeld(instance, alert, "compute1", "contradicted");

        for (var minute = 0; minute < 5; minute++)
        {
            Given.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.DoWhatIsDue();
            (await instance.Deliver(alert)).Outcome.Title.Should().Be("contradicted");
        }

        Given.Nova.Puts.Should().BeEmpty();
        // Until Nova itself says that it is down.
        Given.Cloud.StopCompute("compute1");
        Given.Clock.Advance(TimeSpan.FromMinutes(2));
        await instance.DoWhatIsDue();
        // An audit that a delivery found missing may be at it.
        await Patience.UntilAsync("compute1 is down", async () => (await instance.Host("compute1")).State == "down");
    }

    private async Task IsHeld(Instance instance, Alert alert, string host, string title)
    {
        var puts = Given.Nova.Puts.Count;
        var reply = await instance.Deliver(alert);
        (reply.Status, reply.Outcome.Verdict, reply.Outcome.Title).Should().Be((200, "held", title));
        Given.Nova.Puts.Should().HaveCount(puts);

        var held = (await instance.Hosts("?state=held")).Should().ContainSingle().Subject;
        held.Should().BeEquivalentTo(new { Host = host, Held = true, Title = title });
        (await instance.Host(host)).Held.Should().BeTrue();
        (await instance.Events(host)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = "verdict", Verdict = "held" });
        // A repeat changes nothing, and fills nothing either.
        (await instance.Deliver(alert)).Outcome.Title.Should().Be(title);
        (await instance.Events(host)).Should().ContainSingle();
    }
}
