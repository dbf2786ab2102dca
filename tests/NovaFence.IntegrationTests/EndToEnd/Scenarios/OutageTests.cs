using System.Diagnostics;
using NovaFence.EndToEnd.Tests.Stage;
using NovaFence.Sandbox;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>What stands in the way for a while: what was recorded is answered 200 and finished by what is due; where nothing was, it is 503, and a repeat finishes the work.</summary>
public sealed class OutageTests(AzuriteFixture azurite)
{
    public static TheoryData<FaultKind> NovaFaults => new(FaultKind.Dropped, FaultKind.BadGateway, FaultKind.Unavailable, FaultKind.GatewayTimeout, FaultKind.DatabaseDown);

    [Fact]
    public async Task Nova_is_away_and_comes_back()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        await given.CloudGoesAway();

        var reply = await instance.Deliver(Firing("compute1"));
        (reply.Status, reply.Outcome.Verdict, reply.Outcome.Title, reply.Outcome.State).Should().Be((200, "recorded", "nova unavailable", "forcing_down"));

        await given.CloudComesBack();
        await DoLaterAsync(given, instance);

        (await instance.Host("compute1")).State.Should().Be("down");
        given.Nova.PutsOf("compute1").Should().Be("down");
        (await instance.Deliver(Firing("compute1"))).Outcome.Title.Should().Be("already down");
        given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task Nova_is_away_for_an_unset()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        await instance.Deliver(Firing("compute1"));
        await given.CloudGoesAway();

        var reply = await instance.Deliver(Resolved("compute1"));
        (reply.Status, reply.Outcome.Verdict).Should().Be((200, "recorded"));

        await given.CloudComesBack();
        await DoLaterAsync(given, instance);
        (await instance.Host("compute1")).State.Should().Be("clear");
        given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Theory]
    [MemberData(nameof(NovaFaults))]
    public async Task Nova_fails_in_a_way_that_passes(FaultKind fault)
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        given.Cloud.NovaFault = new Fault(fault);

        (await instance.Deliver(Firing("compute1"))).Outcome.Should().BeEquivalentTo(new { Verdict = "recorded", State = "forcing_down" });

        given.Cloud.NovaFault = null;
        await DoLaterAsync(given, instance);
        (await instance.Host("compute1")).State.Should().Be("down");
        given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task A_reply_that_is_lost_is_asked_for_again()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        var lost = 0;
        given.Cloud.OnRequest = (request, _) =>
            ValueTask.FromResult(request.Method == "PUT" && Interlocked.Increment(ref lost) == 1 ? new Fault(FaultKind.ReplyLost) : null);

        var reply = await instance.Deliver(Firing("compute1"));

        (reply.Status, reply.Outcome.State).Should().Be((200, "down"));
        (await given.Nova.IsForcedDown("compute1")).Should().BeTrue();
    }

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task The_ledger_is_away_and_nova_hears_nothing(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Settings = Impatient }, azurite);
        var instance = await given.Instance();
        given.Cloud.Requests.Clear();
        await given.Ledger.TakeAwayAsync();

        var reply = await instance.Deliver(Firing("compute1"), Firing("compute9"));

        reply.IsToBeRepeated.Should().BeTrue();
        reply.Outcomes[0].Title.Should().Be("ledger unavailable");
        given.Nova.Puts.Should().BeEmpty();

        await given.Ledger.BringBackAsync();
        var again = await instance.Deliver(Firing("compute1"), Firing("compute9"));

        again.Status.Should().Be(200);
        again.Outcomes.Select(outcome => outcome.Verdict).Should().Equal("force-down", "held");
        given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task The_ledger_goes_away_between_the_put_and_its_outcome(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Settings = Impatient }, azurite);
        var instance = await given.Instance();
        var gate = instance.Cloud.HoldAfter("compute1", down: true);
        var delivery = instance.Deliver(Firing("compute1"));
        await gate.Reached;
        await given.Ledger.TakeAwayAsync();
        gate.Open();

        // The intent is recorded, so the rest is ours to finish.
        ((await delivery).Status, (await delivery).Outcome.Verdict).Should().Be((200, "recorded"));

        await given.Ledger.BringBackAsync();
        var again = await instance.Deliver(Firing("compute1"));
        (again.Status, again.Outcome.State).Should().Be((200, "down"));
        (await given.Nova.IsForcedDown("compute1")).Should().BeTrue();
        // The outcome is not known, so Nova is asked for it: once, with the same words.
        given.Nova.PutsOf("compute1").Should().BeOneOf("down", "down down");
    }

    [Fact]
    public async Task The_stores_reply_to_an_intent_is_lost()
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = LedgerKind.Tables }, azurite);
        var instance = await given.Instance();
        ((TablesPlace)given.Ledger).LoseNextReply();

        // The store is asked again within the same delivery, and has it already.
        var reply = await instance.Deliver(Firing("compute1"), Firing("compute2"));

        reply.Status.Should().Be(200);
        reply.Outcomes.Should().OnlyContain(outcome => outcome.State == "down");
        given.Nova.PutsOf("compute1").Should().Be("down");
        given.Nova.PutsOf("compute2").Should().Be("down");
    }

    [Fact]
    public async Task The_stores_reply_to_an_outcome_is_lost()
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = LedgerKind.Tables }, azurite);
        var instance = await given.Instance();
        var gate = instance.Cloud.HoldAfter("compute1", down: true);
        var delivery = instance.Deliver(Firing("compute1"));
        await gate.Reached;
        ((TablesPlace)given.Ledger).LoseNextReply();
        gate.Open();

        ((await delivery).Status, (await delivery).Outcome.State).Should().Be((200, "down"));
        given.Nova.PutsOf("compute1").Should().Be("down");
        (await instance.Deliver(Resolved("compute1"))).Outcome.State.Should().Be("clear");
    }

    [Fact]
    public async Task Keystone_is_away_while_the_token_is_good()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        given.Cloud.KeystoneFault = new Fault(FaultKind.Dropped);
        given.Cloud.Requests.Clear();

        (await instance.Deliver(Firing("compute1"))).Outcome.State.Should().Be("down");

        given.Cloud.Requests.Count.Should().Be(2);
    }

    [Fact]
    public async Task Keystone_is_away_when_the_token_has_ended()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        given.Cloud.ExpireTokens();
        given.Cloud.KeystoneFault = new Fault(FaultKind.Dropped);

        (await instance.Deliver(Firing("compute1"))).Outcome.Should().BeEquivalentTo(new { Verdict = "recorded", State = "forcing_down" });

        given.Cloud.KeystoneFault = null;
        await DoLaterAsync(given, instance);
        (await instance.Host("compute1")).State.Should().Be("down");
        given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task A_token_that_has_ended_costs_one_more_and_one_more_try()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        given.Cloud.ExpireTokens();
        given.Cloud.Requests.Clear();

        (await instance.Deliver(Firing("compute1"))).Outcome.State.Should().Be("down");

        given.Cloud.Requests.Snapshot().Select(request => (request.Method, request.Status)).Should().Equal(("GET", 401), ("POST", 201), ("GET", 200), ("PUT", 200));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nova_hangs_and_the_sender_is_answered_within_its_patience(bool finishedByTheAudit)
    {
        var settings = new Dictionary<string, string?>
        {
            ["NovaFence:Receivers:Alertmanager:AnswerWithin"] = "00:00:02",
        };
        await using var given = await Scene.BeginAsync(new() { Settings = settings });
        var instance = await given.Instance();
        // Listings it still answers: one that hangs is no longer asked for until Nova has given it up.
        given.Cloud.OnRequest = (request, _) => ValueTask.FromResult(request.Method == "PUT" ? Fault.Hang : null);

        var started = Stopwatch.GetTimestamp();
        var reply = await instance.Deliver(Firing("compute1"));

        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(20));
        (reply.Status, reply.Outcome.Verdict, reply.Outcome.State).Should().Be((200, "recorded", "forcing_down"));

        given.Cloud.OnRequest = null;
        given.Clock.Advance(TimeSpan.FromSeconds(61));
        if (finishedByTheAudit)
            await instance.Audit();
        else
            await instance.DoWhatIsDue();

        given.Nova.PutsOf("compute1").Should().Be("down");
        (await instance.Host("compute1")).State.Should().Be("down");
        (await instance.Audit()).Lines.Should().Equal("compute1 in sync down");
    }

    [Fact]
    public async Task Nova_is_away_at_the_start_and_the_server_answers_all_the_same()
    {
        await using var given = await Scene.BeginAsync(new() { Settings = new Dictionary<string, string?> { ["NovaFence:Cloud:StartTimeout"] = "00:00:00" } });
        await given.CloudGoesAway();
        var instance = await given.Start();

        (await instance.SendAsync(HttpMethod.Get, "/api/health/live", null, null)).Status.Should().Be(200);
        (await instance.SendAsync(HttpMethod.Get, "/api/health/ready", null, null)).Status.Should().Be(503);
        var early = await instance.Deliver(Firing("compute1"));

        // Nothing is known of any host yet, and what is not known must not be taken for what is not there.
        early.IsToBeRepeated.Should().BeTrue();
        await given.CloudComesBack();
        await Patience.UntilAsync("the instance is ready", async () => (await instance.SendAsync(HttpMethod.Get, "/api/health/ready", null, null)).Status == 200);
        await Patience.UntilAsync("compute1 is down", async () => (await instance.Deliver(Firing("compute1"))).Outcomes[0].State == "down");
        given.Nova.PutsOf("compute1").Should().Be("down");
    }

    [Fact]
    public async Task The_ledger_is_away_at_the_start_and_is_made_when_it_is_back()
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = LedgerKind.Tables, Settings = Impatient }, azurite);
        await given.Ledger.TakeAwayAsync();
        var instance = await given.Start();

        (await instance.SendAsync(HttpMethod.Get, "/api/health/ready", null, null)).Status.Should().Be(503);
        (await instance.Deliver(Firing("compute1"))).IsToBeRepeated.Should().BeTrue();
        given.Nova.Puts.Should().BeEmpty();

        await given.Ledger.BringBackAsync();
        await instance.ReadyAsync();
        (await instance.Deliver(Firing("compute1"))).Outcome.State.Should().Be("down");
    }

    /// <summary>Does what is due when the longest back-off and a lease are over.</summary>
    private static async Task DoLaterAsync(Scene given, Instance instance)
    {
        given.Clock.Advance(TimeSpan.FromSeconds(61));
        await instance.DoWhatIsDue();
    }

    private static Dictionary<string, string?> Impatient => new() { ["NovaFence:Ledger:Timeout"] = "00:00:00.5" };
}
