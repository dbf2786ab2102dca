using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>The audit holds the ledger against Nova, and fights nobody.</summary>
public sealed class AuditTests : EndToEndTest
{
    [Fact]
    public async Task Nothing_to_find_on_a_cloud_where_nothing_is_down()
    {
        var instance = await Given.Instance();

        var report = await instance.Audit();

        report.Should().BeEquivalentTo(new { Services = 5, NeedsAPerson = false });
        report.Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_that_we_hold_down_is_in_sync()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));

        var report = await instance.Audit();

        report.Lines.Should().Equal("compute1 in sync down");
        report.NeedsAPerson.Should().BeFalse();
        Given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task A_host_that_somebody_else_forced_down_is_foreign_and_left_alone()
    {
        var instance = await Given.Instance();
        await Given.Nova.Set("compute2", forcedDown: true);

        var report = await instance.Audit();
        report.Lines.Should().Equal("compute2 foreign clear");
        report.NeedsAPerson.Should().BeTrue();

        var firing = await instance.Deliver(Firing("compute2"));
        (firing.Outcome.Verdict, firing.Outcome.Title).Should().Be(("held", "foreign"));
        (await instance.Deliver(Resolved("compute2"))).Outcome.Verdict.Should().Be("ignored");
        Given.Nova.Puts.Should().BeEmpty();
        (await Given.Nova.ForcedDown()).Should().Equal("compute2");

        // An operator may.
        (await instance.ForceDown("compute2", down: false)).Outcome.State.Should().Be("clear");
        (await instance.Audit()).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_that_somebody_unset_while_its_alert_fires_is_not_fought()
    {
        var instance = await Given.Instance();
        var other = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await Given.Nova.Set("compute1", forcedDown: false);

        var report = await instance.Audit();
        report.Lines.Should().Equal("compute1 fires while up clear");
        report.NeedsAPerson.Should().BeTrue();
        (await other.Audit()).Lines.Should().Equal("compute1 fires while up clear");

        // A repeat of the alert is held.
        var repeat = await other.Deliver(Firing("compute1"));
        (repeat.Outcome.Verdict, repeat.Outcome.Title).Should().Be(("held", "fires while up"));
        (await instance.Host("compute1")).Should().BeEquivalentTo(new { Held = true, Title = "fires while up" });
        (await Given.Nova.ForcedDown()).Should().BeEmpty();

        // Until a person decides.
        (await instance.ForceDown("compute1")).Outcome.State.Should().Be("down");
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");
        Given.Nova.PutsOf("compute1").Should().Be("down down");
    }

    [Fact]
    public async Task A_cleared_host_ends_with_its_alert()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        await Given.Nova.Set("compute1", forcedDown: false);
        await instance.Audit();

        (await instance.Deliver(Resolved("compute1"))).Status.Should().Be(200);

        (await instance.Host("compute1")).Should().BeEquivalentTo(new { State = "clear", Held = false, Owner = "none" });
        (await instance.Audit()).Findings.Should().BeEmpty();
        // What Nova shows of the host is aged again: it was touched by the one who unset it.
        Given.Clock.Advance(TimeSpan.FromSeconds(20));
        (await instance.Deliver(Firing("compute1", minute: 2))).Outcome.State.Should().Be("down");
    }

    [Fact]
    public async Task Somebody_who_unsets_a_host_is_not_fought_although_nova_once_hung_and_was_asked_again()
    {
        var instance = await Given.Instance(("NovaFence:Receivers:Alertmanager:AnswerWithin", "00:00:01"));
        Given.Cloud.OnRequest = (request, _) => ValueTask.FromResult(request.Method == "PUT" ? Sandbox.Fault.Hang : null);
        (await instance.Deliver(Firing("compute1"))).Outcome.Should().BeEquivalentTo(new { Verdict = "recorded", State = "forcing_down" });
        Given.Cloud.OnRequest = null;
        Given.Clock.Advance(TimeSpan.FromMinutes(1));
        await instance.DoWhatIsDue();
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");

        Given.Clock.Advance(TimeSpan.FromHours(1));
        await Given.Nova.Set("compute1", forcedDown: false);
        var puts = Given.Nova.PutsOf("compute1");

        (await instance.Audit()).Lines.Should().Equal("compute1 fires while up clear");
        Given.Nova.PutsOf("compute1").Should().Be(puts);
        (await Given.Nova.ForcedDown()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_whose_service_was_deleted_is_gone()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        Given.Cloud.DeleteService("compute1");

        var report = await instance.Audit();
        report.Services.Should().Be(4);
        report.Lines.Should().Equal("compute1 gone down");
        (await instance.Host("compute1")).Known.Should().BeFalse();

        // Its alert's end does not say whether it was deleted for good: a person does.
        (await instance.Deliver(Resolved("compute1"))).Status.Should().Be(200);
        (await instance.Audit()).Lines.Should().Equal("compute1 gone down");
        (await instance.ForceDown("compute1", down: false)).Outcome.State.Should().Be("clear");
        (await instance.Audit()).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_service_that_was_deleted_and_registered_again_is_found_by_its_name()
    {
        var instance = await Given.Instance();
        Given.Cloud.DeleteService("compute1");
        Given.Cloud.AddHost("compute1");
        Given.Clock.Advance(TimeSpan.FromSeconds(11));

        (await instance.Deliver(Firing("compute1"))).Outcome.State.Should().Be("down");

        (await Given.Nova.ForcedDown()).Should().Equal("compute1");
        (await instance.Deliver(Resolved("compute1"))).Outcome.State.Should().Be("clear");
        (await Given.Nova.ForcedDown()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_that_was_registered_again_while_it_was_down_is_seen_as_raised_by_another_hand()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        Given.Cloud.DeleteService("compute1");
        Given.Cloud.AddHost("compute1");

        (await instance.Audit()).Lines.Should().Equal("compute1 fires while up clear");
        (await instance.Deliver(Resolved("compute1"))).Outcome.State.Should().Be("clear");
    }

    [Fact]
    public async Task A_host_whose_cell_does_not_answer_is_unknown_and_nothing_is_concluded()
    {
        var instance = await Given.Instance();
        await instance.Deliver(Firing("compute1"));
        Given.Cloud.SetCellDown("compute1", down: true);

        (await instance.Audit()).Lines.Should().Equal("compute1 unknown down");
        Given.Cloud.SetCellDown("compute1", down: false);
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");
        Given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task An_evacuated_host_awaits_the_restart_of_its_nova_compute()
    {
        var instance = await Given.Instance();
        var server = await Given.Nova.StartServer("compute1", Given.Clock);
        await instance.Deliver(Firing("compute1"));
        await Given.Nova.Evacuate(server, Given.Clock);

        var refused = await instance.Deliver(Resolved("compute1"));
        (refused.Status, refused.Outcome.Verdict, refused.Outcome.Title, refused.Outcome.State).Should().Be((200, "recorded", "awaiting restart", "awaiting_restart"));
        refused.Outcome.Reason.Should().Contain("Ensure the compute service has been restarted");

        var waiting = await instance.Audit();
        waiting.Lines.Should().Equal("compute1 awaiting restart awaiting_restart");
        waiting.NeedsAPerson.Should().BeTrue();
        (await instance.Deliver(Resolved("compute1"))).Outcome.Title.Should().Be("awaiting restart");
        (await Given.Nova.ForcedDown()).Should().Equal("compute1");

        Given.Cloud.Boot("compute1");
        Given.Clock.Advance(TimeSpan.FromMinutes(1));
        await instance.DoWhatIsDue();
        (await instance.Host("compute1")).State.Should().Be("clear");
        (await Given.Nova.ForcedDown()).Should().BeEmpty();
        (await instance.Audit()).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task An_alert_that_fires_again_while_its_host_awaits_a_restart_keeps_it_down()
    {
        var instance = await Given.Instance();
        var server = await Given.Nova.StartServer("compute1", Given.Clock);
        await instance.Deliver(Firing("compute1"));
        await Given.Nova.Evacuate(server, Given.Clock);
        await instance.Deliver(Resolved("compute1"));

        (await instance.Deliver(Firing("compute1", minute: 2))).Outcome.State.Should().Be("down");
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");

        Given.Cloud.Boot("compute1");
        (await instance.Deliver(Resolved("compute1", minute: 3))).Outcome.State.Should().Be("clear");
    }

    [Fact]
    public async Task Without_nova_it_says_so_and_changes_nothing()
    {
        var instance = await Given.Instance(("NovaFence:Cloud:List:Deadline", "00:00:01"));
        await instance.Deliver(Firing("compute1"));
        await Given.CloudGoesAway();

        var report = await instance.Audit();

        report.Failure.Should().NotBeNull();
        report.NeedsAPerson.Should().BeTrue();
        await Given.CloudComesBack();
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");
    }
}
