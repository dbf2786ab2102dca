using NovaFence.EndToEnd.Tests.Stage;
using NovaFence.Testing;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>An instance dies in the middle; another one's audit finishes what it left once the lease is over.</summary>
public sealed class CrashTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(21);

    /// <summary>On which ledger, and whether Nova had done the PUT when the instance died.</summary>
    public static MatrixTheoryData<LedgerKind, bool> Cases { get; } = new([LedgerKind.Sqlite, LedgerKind.Tables], [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task While_it_forced_a_host_down(LedgerKind ledger, bool done)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        await DieAsync(given, down: true, done);
        var survivor = await given.Instance();

        var within = await survivor.Audit();
        within.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "compute1", Kind = "incomplete", State = "forcing_down" });
        given.Nova.PutsOf("compute1").Should().Be(done ? "down" : "");

        given.Clock.Advance(Lease);
        var after = await survivor.Audit();
        after.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "compute1", Kind = "incomplete", State = "down", Did = "forced it down" });
        given.Nova.PutsOf("compute1").Should().Be(done ? "down down" : "down");
        (await given.Nova.ForcedDown()).Should().Equal("compute1");

        (await survivor.Audit()).Lines.Should().Equal("compute1 in sync down");
        (await survivor.Deliver(Resolved("compute1"))).Outcome.State.Should().Be("clear");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task While_it_unset_a_host(LedgerKind ledger, bool done)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        await DieAsync(given, down: false, done);
        var survivor = await given.Instance();

        given.Clock.Advance(Lease);
        var after = await survivor.Audit();

        after.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "compute1", Kind = "incomplete", State = "clear", Did = "unset it" });
        given.Nova.PutsOf("compute1").Should().Be(done ? "down up up" : "down up");
        (await given.Nova.ForcedDown()).Should().BeEmpty();
        (await survivor.Audit()).Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_alert_ends_after_the_crash(bool done)
    {
        await using var given = await Scene.BeginAsync(new());
        await DieAsync(given, down: true, done);
        var survivor = await given.Instance();

        // Within the lease it is only written down.
        (await survivor.Deliver(Resolved("compute1"))).Status.Should().Be(200);
        given.Nova.PutsOf("compute1").Should().Be(done ? "down" : "");

        given.Clock.Advance(Lease);
        await survivor.Audit();
        (await survivor.Host("compute1")).State.Should().Be("clear");
        (await given.Nova.ForcedDown()).Should().BeEmpty();
        given.Nova.PutsOf("compute1").Should().Be(done ? "down up" : "up");
    }

    [Fact]
    public async Task The_sender_repeats_the_delivery_to_another_instance()
    {
        await using var given = await Scene.BeginAsync(new());
        await DieAsync(given, down: true, done: false);
        var survivor = await given.Instance();

        given.Clock.Advance(Lease);
        var reply = await survivor.Deliver(Firing("compute1"));

        (reply.Status, reply.Outcome.Verdict, reply.Outcome.State).Should().Be((200, "force-down", "down"));
        given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task Two_survivors_audit_at_once_and_one_of_them_finishes_it()
    {
        await using var given = await Scene.BeginAsync(new());
        await DieAsync(given, down: true, done: false);
        var survivors = await given.Instances(2);
        given.Clock.Advance(Lease);

        await Task.WhenAll(survivors.Select(survivor => survivor.Audit()));

        given.Nova.PutsOf("compute1").Should().Be("down");
        (await survivors[0].Audit()).Lines.Should().Equal("compute1 in sync down");
    }

    [Fact]
    public async Task What_it_was_going_to_force_down_keeps_its_place_in_the_budget()
    {
        await using var given = await Scene.BeginAsync(new() { Budget = 1 });
        await DieAsync(given, down: true, done: false);
        var survivor = await given.Instance();

        (await survivor.Deliver(Firing("compute2"))).Outcome.Title.Should().Be("budget");
        given.Clock.Advance(Lease);
        (await survivor.Deliver(Firing("compute2"))).Outcome.Title.Should().Be("budget");

        await survivor.Audit();
        (await given.Nova.ForcedDown()).Should().Equal("compute1");
    }

    [Fact]
    public async Task It_only_hung_and_its_put_comes_after_another_one_has_unset_the_host()
    {
        await using var given = await Scene.BeginAsync(new());
        var hanging = await given.Instance();
        var other = await given.Instance();
        var gate = hanging.Cloud.HoldBefore("compute1", down: true);
        var firing = hanging.Deliver(Firing("compute1"));
        await gate.Reached;
        given.Clock.Advance(Lease);
        (await other.Deliver(Resolved("compute1"))).Outcome.State.Should().Be("clear");

        // It wakes up, and does not know that its time is over.
        gate.Open();
        await firing;
        (await given.Nova.IsForcedDown("compute1")).Should().BeTrue();

        given.Clock.Advance(Lease);
        await other.Audit();
        (await given.Nova.ForcedDown()).Should().BeEmpty();
        (await other.Host("compute1")).State.Should().Be("clear");
        (await other.Audit()).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task It_only_hung_and_its_unset_comes_after_another_one_has_forced_the_host_down()
    {
        await using var given = await Scene.BeginAsync(new());
        var hanging = await given.Instance();
        var other = await given.Instance();
        await hanging.Deliver(Firing("compute1"));
        var gate = hanging.Cloud.HoldBefore("compute1", down: false);
        var resolved = hanging.Deliver(Resolved("compute1"));
        await gate.Reached;
        given.Clock.Advance(Lease);
        (await other.Deliver(Firing("compute1", minute: 2))).Outcome.State.Should().Be("down");

        gate.Open();
        await resolved;
        (await given.Nova.ForcedDown()).Should().BeEmpty();
        // Too early to know whether that was ours.
        await other.Audit();

        given.Clock.Advance(Lease);
        await other.Audit();
        (await given.Nova.ForcedDown()).Should().Equal("compute1");
        (await other.Host("compute1")).Should().BeEquivalentTo(new { State = "down", Held = false });
        (await other.Audit()).Lines.Should().Equal("compute1 in sync down");
    }

    /// <summary>An instance that dies right before its PUT of compute1 is sent, or right after Nova has done it.</summary>
    private static async Task DieAsync(Scene given, bool down, bool done)
    {
        var instance = await given.Instance();
        if (!down)
            await instance.Deliver(Firing("compute1"));
        var gate = done ? instance.Cloud.HoldAfter("compute1", down) : instance.Cloud.HoldBefore("compute1", down);
        var delivery = instance.Deliver(down ? Firing("compute1") : Resolved("compute1"));
        await gate.Reached;
        await instance.Crash();
        await delivery.Invoking(async never => await never).Should().ThrowAsync<HttpRequestException>();
    }
}
