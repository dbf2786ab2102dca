using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>What NovaFence may not do, because Nova's policy or its own mode says so.</summary>
public sealed class RefusalTests : EndToEndTest
{
    private protected override SceneOptions Options => new() { Budget = 1 };

    [Fact]
    public async Task A_user_who_may_not_is_told_so_and_what_was_recorded_is_finished_by_one_who_may()
    {
        var admin = await Given.Instance();
        var demo = Given.Cloud.Demo;
        var member = await Given.Start(
            ("NovaFence:Cloud:Username", demo.UserName), ("NovaFence:Cloud:Password", demo.Password), ("NovaFence:Cloud:ProjectName", demo.ProjectName));

        var reply = await member.Deliver(Firing("compute1"));

        (reply.Status, reply.Outcome.Verdict, reply.Outcome.Title, reply.Outcome.State).Should().Be((200, "recorded", "not permitted", "forcing_down"));
        // Who may not force down may not list either.
        (await member.Events("compute1")).Should().Contain(one => one.Kind == "outcome" && one.Reason.StartsWith("not permitted", StringComparison.Ordinal));
        (await Given.Nova.ForcedDown()).Should().BeEmpty();
        Given.Clock.Advance(TimeSpan.FromMinutes(1));
        await admin.Audit();
        (await Given.Nova.ForcedDown()).Should().Equal("compute1");
    }

    [Fact]
    public async Task One_that_only_observes_tells_nova_nothing()
    {
        var observer = await Given.Instance(("NovaFence:Mode", "observe"));

        var firing = await observer.Deliver(Firing("compute1"));
        (firing.Status, firing.Outcome.Verdict).Should().Be((200, "observed"));
        (await observer.ForceDown("compute1")).Outcome.Verdict.Should().Be("observed");
        (await observer.Deliver(Resolved("compute1"))).Status.Should().Be(200);
        await observer.Audit();

        Given.Nova.Puts.Should().BeEmpty();
        (await observer.Events("compute1"))[0].Should().BeEquivalentTo(new { Kind = "verdict", Verdict = "observed" });
    }

    [Fact]
    public async Task One_that_only_observes_leaves_alone_what_another_one_left_unfinished()
    {
        var dying = await Given.Instance();
        var gate = dying.Cloud.HoldBefore("compute1", down: true);
        var delivery = dying.Deliver(Firing("compute1"));
        await gate.Reached;
        await dying.Crash();
        await delivery.Invoking(async never => await never).Should().ThrowAsync<HttpRequestException>();
        var observer = await Given.Instance(("NovaFence:Mode", "observe"));
        Given.Clock.Advance(TimeSpan.FromMinutes(1));

        (await observer.Audit()).Lines.Should().Equal("- no place left clear", "compute1 awaiting operator forcing_down");

        Given.Nova.Puts.Should().BeEmpty();
    }
}
