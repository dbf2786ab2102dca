using NovaFence.EndToEnd.Tests.Read;
using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>What arrives while a PUT is under way, on the same instance or on another.</summary>
public sealed class InterleavingTests(AzuriteFixture azurite)
{
    /// <summary>On which ledger, whether the second delivery meets the same instance, and whether Nova has done the first PUT by then.</summary>
    public static MatrixTheoryData<LedgerKind, bool, bool> Cases { get; } = new([LedgerKind.Sqlite, LedgerKind.Tables], [true, false], [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Resolved_while_the_host_is_being_forced_down_ends_up(LedgerKind ledger, bool same, bool done)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        var first = await given.Instance();
        var second = same ? first : await given.Instance();
        var gate = done ? first.Cloud.HoldAfter("compute1", down: true) : first.Cloud.HoldBefore("compute1", down: true);

        var firing = first.Deliver(Firing("compute1"));
        await gate.Reached;
        var resolved = await Recorded(second, Resolved("compute1"));
        gate.Open();

        (await firing).Status.Should().Be(200);
        (await resolved).Status.Should().Be(200);
        given.Nova.PutsOf("compute1").Should().Be("down up");
        (await given.Nova.ForcedDown()).Should().BeEmpty();
        (await second.Host("compute1")).State.Should().Be("clear");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Firing_again_while_the_host_is_being_unset_ends_down(LedgerKind ledger, bool same, bool done)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Budget = 1 }, azurite);
        var first = await given.Instance();
        var second = same ? first : await given.Instance();
        await first.Deliver(Firing("compute1"));
        var gate = done ? first.Cloud.HoldAfter("compute1", down: false) : first.Cloud.HoldBefore("compute1", down: false);

        var resolved = first.Deliver(Resolved("compute1"));
        await gate.Reached;
        var again = await Recorded(second, Firing("compute1", minute: 2));
        // Its place in the budget is not free meanwhile.
        (await second.Deliver(Firing("compute2"))).Outcome.Title.Should().Be("budget");
        await second.Deliver(Resolved("compute2"));
        gate.Open();

        (await resolved).Status.Should().Be(200);
        (await again).Status.Should().Be(200);
        // The unset is its service's newest change, and looks like a report for a while.
        given.Clock.Advance(TimeSpan.FromSeconds(20));
        await second.DoWhatIsDue();
        given.Nova.PutsOf("compute1").Should().Be("down up down");
        (await given.Nova.ForcedDown()).Should().Equal("compute1");
        (await second.Host("compute1")).State.Should().Be("down");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_alert_while_its_host_is_being_forced_down_costs_no_second_put(bool same)
    {
        await using var given = await Scene.BeginAsync(new());
        var first = await given.Instance();
        var second = same ? first : await given.Instance();
        var gate = first.Cloud.HoldBefore("compute1", down: true);

        var firing = first.Deliver(Firing("compute1"));
        await gate.Reached;
        var repeat = await Recorded(second, Firing("compute1").Named("HostUnreachable"));
        gate.Open();

        (await firing).Outcome.State.Should().Be("down");
        (await repeat).Status.Should().Be(200);
        (await first.Deliver(Firing("compute1"))).Outcome.Title.Should().Be("already down");
        given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task A_second_alert_while_the_first_forces_the_host_down_holds_it_too()
    {
        await using var given = await Scene.BeginAsync(new());
        var first = await given.Instance();
        var second = await given.Instance();
        var gate = first.Cloud.HoldBefore("compute1", down: true);

        var firing = first.Deliver(Firing("compute1"));
        await gate.Reached;
        await second.Deliver(Firing("compute1").Named("HostUnreachable"));
        await second.Deliver(Resolved("compute1"));
        gate.Open();

        (await firing).Outcome.State.Should().Be("down");
        given.Nova.PutsOf("compute1").Should().Be("down");
        (await second.Deliver(Resolved("compute1").Named("HostUnreachable"))).Outcome.State.Should().Be("clear");
        given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task An_alert_that_fires_while_its_unset_is_in_flight_elsewhere_and_a_pause_falls_between_is_not_forgotten(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        var first = await given.Instance();
        var second = await given.Instance();
        await first.Deliver(Firing("compute1"));
        var gate = first.Cloud.HoldBefore("compute1", down: false);

        var resolved = first.Deliver(Resolved("compute1"));
        await gate.Reached;
        var again = await second.Deliver(Firing("compute1", minute: 2));
        (again.Status, again.Outcome.Verdict, again.Outcome.Title).Should().Be((200, "recorded", "in progress"));
        (await second.Pause("an upgrade")).Status.Should().Be(200);
        gate.Open();
        await resolved;

        // It is up, its alert fires, and everybody sees what it waits for.
        given.Clock.Advance(TimeSpan.FromSeconds(20));
        await first.DoWhatIsDue();
        (await second.Audit()).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "compute1", Kind = "held" });
        (await second.Host("compute1")).Should().BeEquivalentTo(new { Held = true, Title = "paused" }, options => options.Excluding(host => host.Title));
        given.Nova.PutsOf("compute1").Should().Be("down up");

        (await second.Resume()).Status.Should().Be(200);
        given.Clock.Advance(TimeSpan.FromSeconds(20));
        await second.DoWhatIsDue();
        given.Nova.PutsOf("compute1").Should().Be("down up down");
        (await second.Audit()).Lines.Should().Equal("compute1 in sync down");
    }

    [Fact]
    public async Task Nova_goes_away_while_the_opposite_is_wanted_and_the_audit_finishes_it()
    {
        await using var given = await Scene.BeginAsync(new());
        var first = await given.Instance();
        var second = await given.Instance();
        var gate = first.Cloud.HoldBefore("compute1", down: true);
        var firing = first.Deliver(Firing("compute1"));
        await gate.Reached;
        await second.Deliver(Resolved("compute1"));
        await given.CloudGoesAway();
        gate.Open();
        (await firing).Outcome.Verdict.Should().Be("recorded");

        await given.CloudComesBack();
        given.Clock.Advance(TimeSpan.FromMinutes(1));
        await second.Audit();

        (await second.Host("compute1")).State.Should().Be("clear");
        (await given.Nova.ForcedDown()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_operators_word_is_recorded_while_an_alert_is_at_it_elsewhere_and_is_done_next()
    {
        await using var given = await Scene.BeginAsync(new());
        var first = await given.Instance();
        var second = await given.Instance();
        var gate = first.Cloud.HoldBefore("compute1", down: true);
        var firing = first.Deliver(Firing("compute1"));
        await gate.Reached;

        var word = await second.ForceDown("compute1", down: false);
        (word.Status, word.Outcome.Verdict, word.Outcome.Title).Should().Be((202, "recorded", "in progress"));
        gate.Open();
        await firing;
        await first.DoWhatIsDue();

        (await second.Host("compute1")).State.Should().Be("clear");
        given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    /// <summary>Delivers, and comes back when it is in the ledger; the reply may take longer, where the delivery waits for the PUT under way.</summary>
    private static async Task<Task<Reply>> Recorded(Instance instance, Alert alert)
    {
        var before = (await instance.Events(alert.Host)).Count;
        var reply = instance.Deliver(alert);
        await Patience.UntilAsync("the alert is answered or recorded", async () => reply.IsCompleted || (await instance.Events(alert.Host)).Count > before);
        return reply;
    }
}
