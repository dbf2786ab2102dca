using NovaFence.EndToEnd.Tests.Stage;
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
        within.Lines.Should().Equal("compute1 incomplete forcing_down");
        given.Nova.PutsOf("compute1").Should().Be(done ? "down" : "");

        given.Clock.Advance(Lease);
        // A PUT whose answer nobody heard may be another hand's work: then only an operator unsets it.
        (await survivor.Audit()).Lines.Should().Equal(done ? "compute1 awaiting operator down" : "compute1 in sync down");
        given.Nova.PutsOf("compute1").Should().Be("down");
        (await given.Nova.ForcedDown()).Should().Equal("compute1");

        (await survivor.Deliver(Resolved("compute1"))).Outcome.Should().BeEquivalentTo(done
            ? new { Verdict = "recorded", Title = "released manually", State = "down" }
            : new { Verdict = "unset", Title = "last alert resolved", State = "clear" });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task While_it_unset_a_host(LedgerKind ledger, bool done)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        await DieAsync(given, down: false, done);
        var survivor = await given.Instance();

        given.Clock.Advance(Lease);
        await survivor.Audit();

        (await survivor.Host("compute1")).State.Should().Be("clear");
        given.Nova.PutsOf("compute1").Should().Be("down up");
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
        // The PUT may still be on its way for as long again.
        given.Clock.Advance(Lease);
        await survivor.Audit();
        given.Nova.PutsOf("compute1").Should().Be(done ? "down" : "");
        (await survivor.Host("compute1")).State.Should().Be(done ? "down" : "clear");
        if (!done)
            return;

        (await survivor.Audit()).Lines.Should().Equal("compute1 awaiting operator down");
        (await survivor.ForceDown("compute1", down: false)).Outcome.State.Should().Be("clear");
        (await given.Nova.ForcedDown()).Should().BeEmpty();
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
    public async Task A_server_that_starts_after_it_finishes_it_by_its_timer_when_the_lease_ends()
    {
        var settings = new Dictionary<string, string?> { ["NovaFence:Fencing:Lease"] = "00:00:10", ["NovaFence:Fencing:PutDeadline"] = "00:00:05" };
        await using var given = await Scene.BeginAsync(new() { HasTimer = true, Settings = settings });
        await DieAsync(given, down: true, done: false);
        var survivor = await given.Instance();

        // The sender's repeat is recorded, and nobody has to deliver, ask or audit.
        (await survivor.Deliver(Firing("compute1"))).Status.Should().Be(200);
        await Patience.UntilAsync("compute1 is forced down", () => given.Nova.IsForcedDown("compute1"));

        (await survivor.Audit()).Lines.Should().Equal("compute1 in sync down");
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
    public async Task It_only_hung_and_its_put_comes_after_its_alert_has_ended()
    {
        await using var given = await Scene.BeginAsync(new());
        var hanging = await given.Instance();
        var other = await given.Instance();
        var gate = hanging.Cloud.HoldBefore("compute1", down: true);
        var firing = hanging.Deliver(Firing("compute1"));
        await gate.Reached;
        given.Clock.Advance(Lease);
        (await other.Deliver(Resolved("compute1"))).Outcome.Verdict.Should().Be("recorded");

        // It wakes up, and does not know that its time is over.
        gate.Open();
        await firing;

        // It sees that nobody wants it any more, and knows its own work.
        given.Nova.PutsOf("compute1").Should().Be("down up");
        given.Clock.Advance(Lease);
        (await other.Audit()).Findings.Should().BeEmpty();
        (await other.Host("compute1")).State.Should().Be("clear");
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
