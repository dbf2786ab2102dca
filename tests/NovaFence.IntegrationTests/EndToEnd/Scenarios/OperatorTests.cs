using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>An operator's word stands for evidence and budget, and only an operator takes it back.</summary>
public sealed class OperatorTests : EndToEndTest
{
    private protected override SceneOptions Options => new() { Budget = 1 };

    [Fact]
    public async Task It_stands_for_evidence_and_budget_and_is_recorded_as_such()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));

        var reply = await instance.ForceDown("compute2", reason: "its PSU burns");

        (reply.Status, reply.Outcome.Verdict, reply.Outcome.State).Should().Be((200, "force-down", "down"));
        (await Given.Nova.ForcedDown()).Should().Equal("compute1", "compute2");
        (await instance.Host("compute2")).Owner.Should().Be("operator");
        (await instance.Events("compute2"))[0].Should().BeEquivalentTo(new { Kind = "intent", Operator = "its PSU burns (by api)" });
    }

    [Fact]
    public async Task Alerts_do_not_unset_what_an_operator_forced_down()
    {
        var instance = await Given.Instance();
        await instance.ForceDown("compute1");

        (await instance.Deliver(Firing("compute1"))).Outcome.Title.Should().Be("already down");
        (await instance.Deliver(Resolved("compute1"))).Outcome.Title.Should().Be("not ours");
        (await instance.Audit()).Lines.Should().Equal("- no place left clear", "compute1 in sync down");
        (await Given.Nova.ForcedDown()).Should().Equal("compute1");

        (await instance.ForceDown("compute1", down: false)).Outcome.State.Should().Be("clear");
        Given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Fact]
    public async Task An_operator_takes_over_what_an_alert_forced_down()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await instance.ForceDown("compute1", reason: "keep it");

        (await instance.Deliver(Resolved("compute1"))).Outcome.Title.Should().Be("not ours");
        (await Given.Nova.ForcedDown()).Should().Equal("compute1");
    }

    [Fact]
    public async Task An_operators_unset_overrules_alerts_that_still_fire_and_a_newer_one_counts_again()
    {
        var instance = await Given.Instance();
        var other = await Given.Instance();
        await instance.Deliver(Firing("compute1"));

        (await instance.ForceDown("compute1", down: false, reason: "false alarm")).Outcome.State.Should().Be("clear");

        (await other.Deliver(Firing("compute1"))).Outcome.Title.Should().Be("overruled");
        (await other.Deliver(Firing("compute1").Named("HostUnreachable"))).Outcome.Title.Should().Be("overruled");
        (await other.Audit()).Lines.Should().Equal("compute1 fires while up clear");
        (await Given.Nova.ForcedDown()).Should().BeEmpty();

        // So much later that no clock's error explains it.
        Given.Clock.Advance(TimeSpan.FromMinutes(6));
        var newer = Firing("compute1").StartingAt(Given.Clock.GetUtcNow());
        (await other.Deliver(newer)).Outcome.State.Should().Be("down");
        Given.Nova.PutsOf("compute1").Should().Be("down up down");
    }

    [Fact]
    public async Task It_stands_while_nova_is_away_and_is_done_when_nova_is_back()
    {
        var instance = await Given.Instance(("NovaFence:Fencing:PutDeadline", "00:00:02"), ("NovaFence:Cloud:ForceDown:Deadline", "00:00:02"));
        Given.Crash("compute1");
        await Given.CloudGoesAway();

        var reply = await instance.ForceDown("compute1", reason: "seen off");
        (reply.Status, reply.Outcome.Verdict).Should().Be((202, "recorded"));
        (await instance.Host("compute1")).Should().BeEquivalentTo(new { Owner = "operator", State = "forcing_down" });

        await Given.CloudComesBack();
        Given.Clock.Advance(TimeSpan.FromMinutes(1));
        await instance.DoWhatIsDue();
        (await instance.Host("compute1")).State.Should().Be("down");
        Given.Nova.PutsOf("compute1").Should().Be("down");
        (await instance.Audit()).Lines.Should().Equal("- no place left clear", "compute1 in sync down");
    }

    [Fact]
    public async Task One_that_is_not_done_asks_again_where_the_host_reports_meanwhile()
    {
        var instance = await Given.Instance(("NovaFence:Fencing:PutDeadline", "00:00:02"), ("NovaFence:Cloud:ForceDown:Deadline", "00:00:02"));
        Given.Cloud.OnRequest = (request, _) => ValueTask.FromResult(request.Method == "PUT" ? new Sandbox.Fault(Sandbox.FaultKind.Unavailable) : null);
        (await instance.ForceDown("compute1", reason: "seen off")).Status.Should().Be(202);

        Given.Cloud.OnRequest = null;
        Given.Clock.Advance(TimeSpan.FromMinutes(1));
        await instance.DoWhatIsDue();
        (await instance.Audit()).Lines.Should().Equal("- no place left clear", "compute1 awaiting operator forcing_down");
        Given.Nova.PutsOf("compute1").Should().BeEmpty();

        // Taken back, it is forgotten.
        (await instance.ForceDown("compute1", down: false)).Outcome.State.Should().Be("clear");
        (await instance.Audit()).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task An_operator_lets_a_hold_through_and_it_is_no_hold_any_more()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1").Named("HostMaybeDown"));
        (await instance.Host("compute1")).Held.Should().BeTrue();

        (await instance.ForceDown("compute1", reason: "I have seen it off")).Outcome.State.Should().Be("down");

        (await instance.Host("compute1")).Should().BeEquivalentTo(new { State = "down", Held = false, Owner = "operator" });
    }

    [Fact]
    public async Task A_host_that_nova_does_not_know_is_refused()
    {
        var instance = await Given.Instance();

        var reply = await instance.ForceDown("compute9");

        reply.Status.Should().Be(404);
        Given.Nova.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_an_operators_token_nothing_is_commanded_and_without_any_nothing_is_read()
    {
        var instance = await Given.Instance();
        const string path = "/api/hosts/compute1/force-down";
        const string body = """{"forced_down":true}""";

        (await instance.SendAsync(HttpMethod.Put, path, Stage.Instance.Json(body), null)).Status.Should().Be(401);
        (await instance.SendAsync(HttpMethod.Put, path, Stage.Instance.Json(body), SceneSettings.AlertmanagerToken)).Status.Should().Be(401);
        (await instance.SendAsync(HttpMethod.Put, path, Stage.Instance.Json(body), SceneSettings.ReaderToken)).Status.Should().Be(403);
        (await instance.SendAsync(HttpMethod.Post, "/api/audit", null, SceneSettings.ReaderToken)).Status.Should().Be(403);
        (await instance.SendAsync(HttpMethod.Get, "/api/hosts", null, null)).Status.Should().Be(401);
        (await instance.SendAsync(HttpMethod.Get, "/api/hosts", null, SceneSettings.AlertmanagerToken)).Status.Should().Be(401);
        Given.Nova.Puts.Should().BeEmpty();
    }
}
