using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>The store kept what it was sent, but its answer was lost on the way: the commit looks like a lost race against itself.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [InlineData("intent")]
    [InlineData("outcome")]
    public async Task Of_the_force_down_one_intent_one_PUT_and_one_outcome_remain(string lost)
    {
        LoseOnce(lost);

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);

        outcome.Should().BeEquivalentTo(new { State = HostState.Down, MayPass = false });
        _given.Cloud.Puts.Should().Equal(("compute1", true));
        (await KindsAsync()).Should().Equal("intent", "outcome");
    }

    [Theory]
    [InlineData("intent")]
    [InlineData("outcome")]
    public async Task Of_the_unset_too(string lost)
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", ago: TimeSpan.FromMinutes(1)), Stop);
        LoseOnce(lost);

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);

        outcome.Should().BeEquivalentTo(new { State = HostState.Clear, MayPass = false });
        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
        (await KindsAsync()).Should().Equal("intent", "outcome", "verdict", "intent", "outcome");
    }

    [Fact]
    public async Task An_operator_whose_time_ran_out_is_told_that_the_word_may_be_carried_out_all_the_same()
    {
        using var patience = new CancellationTokenSource();
        var reached = _given.Ledger.Close();
        var asked = _given.CommandAsync(new OperatorCommand("compute1", ForcedDown: true, "it burns", "test"), patience.Token);
        await reached;
        await patience.CancelAsync();

        (await asked).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Failed, Reason = Reason.OutOfTime }).And.Match<Verdict>(verdict => verdict.Facts.Contains("may be in the ledger all the same"));

        var stored = _given.Ledger.WhenStoredAsync(commit => commit.Events.Any(happened => Kind(happened) == "intent"), Stop);
        _given.Ledger.Open();
        await stored;
        (await _given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.ForcingDown);
        await _given.PassAsync(TimeSpan.FromMinutes(2), Stop);
        _given.Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Nor_is_one_told_that_nothing_was_written_where_the_store_said_nothing()
    {
        _given.Ledger.Silent = commit => commit.Events.Any(happened => Kind(happened) == "intent");

        (await _given.ForceDownAsync("compute1", Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Failed, Reason = Reason.LedgerUnavailable }).And.Match<Verdict>(verdict => verdict.Facts.Contains("may be in the ledger all the same"));
    }

    [Fact]
    public async Task What_resolved_meanwhile_is_unset_without_waiting_for_the_audit()
    {
        var resolved = Task.FromResult<Outcome>(null!);
        _given.Cloud.DuringPut = async (_, down) =>
        {
            if (!down)
                return;
            var recorded = _given.Ledger.WhenStoredAsync(commit => commit.Events.Any(happened => Kind(happened) == "verdict"), Stop);
            resolved = _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
            await recorded;
            LoseOnce("outcome");
        };

        await _given.DeliverAsync(_given.Alert("compute1", "f1", ago: TimeSpan.FromMinutes(1)), Stop);
        await resolved;

        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
        (await _given.ViewAsync("compute1", Stop)).State.Should().Be(HostState.Clear);
    }

    [Theory]
    [InlineData("intent")]
    [InlineData("outcome")]
    public async Task Where_the_store_says_nothing_at_all_what_may_not_be_recorded_is_asked_for_again_and_the_repeat_finds_the_host_down(string lost)
    {
        _given.Ledger.Silent = commit => commit.Events.Any(happened => Kind(happened) == lost);
        var alert = _given.Alert("compute1", "f1");
        (await _given.DeliverAsync(alert, Stop)).MayPass.Should().Be(lost == "intent");
        _given.Ledger.Silent = _ => false;

        var repeat = await _given.DeliverAsync(alert, Stop);

        repeat.Should().BeEquivalentTo(new { State = HostState.Down, MayPass = false });
        _given.Cloud.Puts.Should().Equal(("compute1", true));
        (await _given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Kind.Should().Be(FindingKind.InSync);
    }

    [Fact]
    public async Task An_alert_that_fires_while_the_ledger_lacks_the_outcome_of_an_unset_needs_no_more_looks_than_any_other()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", ago: TimeSpan.FromMinutes(1)), Stop);
        _given.Ledger.Silent = commit => commit.Events.Any(happened => Kind(happened) == "outcome");
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        _given.Ledger.Silent = _ => false;
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        _given.Cloud.Crash("compute1");
        var looked = _given.Cloud.Listings.Count;

        var again = await _given.DeliverAsync(_given.Alert("compute1", "f2"), Stop);

        again.MayPass.Should().BeFalse("it is recorded");
        (_given.Cloud.Listings.Count - looked).Should().BeLessThanOrEqualTo(2);
    }

    private static string Kind(LedgerEvent happened) => System.Text.Json.JsonDocument.Parse(happened.Json).RootElement.GetProperty("kind").GetString()!;

    private void LoseOnce(string kind)
    {
        var left = 1;
        _given.Ledger.LosesAnswer = commit => commit.Events.Any(happened => Kind(happened) == kind) && Interlocked.Decrement(ref left) == 0;
    }

    private async Task<IEnumerable<string>> KindsAsync() =>
        (await _given.EventsAsync("compute1", Stop)).Reverse().Select(json => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("kind").GetString()!);
}
