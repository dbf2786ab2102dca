using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;

namespace NovaFence.Core.Tests.Ledger;

public sealed class LedgerCacheTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novafence-book-");
    private ServiceProvider _services = null!;
    private ILedger _store = null!;
    private WatchedLedger _ledger = null!;
    private LedgerCache _cache = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("NovaFence:Ledger:Sqlite:Path", Path.Combine(_folder.FullName, "ledger.db"))])
            .Build();
        _services = new ServiceCollection().AddNovaFenceLedger(configuration).BuildServiceProvider();
        _store = _services.GetRequiredService<ILedger>();
        await _store.InitializeAsync(Stop);
        _ledger = new WatchedLedger(_store);
        _cache = new LedgerCache(_ledger, TimeProvider.System, Random.Shared);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static bool Write(LedgerTransaction transaction, string host, HostState state = HostState.Down)
    {
        transaction.Write(new HostRecord { Host = host, State = state });
        return true;
    }

    private static bool Reserve(LedgerTransaction transaction, Places places)
    {
        transaction.Write(places);
        return true;
    }

    private LedgerCache AnotherInstance() => new(_store, TimeProvider.System, Random.Shared);

    [Fact]
    public async Task What_was_written_is_read_by_another_instance()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        var read = await AnotherInstance().ReadAsync(transaction => transaction.Record("COMPUTE1")?.State, Stop);
        read.Should().Be(new LedgerResult<HostState?>.Ok(HostState.Down));
    }

    [Fact]
    public async Task A_place_that_is_only_remembered_is_found_out_and_taken()
    {
        var other = AnotherInstance();
        await _cache.ChangeAsync(transaction => Reserve(transaction, transaction.Places().With("compute1")), Stop);
        await other.ChangeAsync(transaction => Reserve(transaction, transaction.Places().Without("compute1")), Stop);

        // Here it is still remembered as taken, so that there is nothing to change.
        await _cache.ChangeAsync(transaction => Reserve(transaction, transaction.Places().With("compute1")), Stop);

        var kept = await other.ReadAsync(transaction => transaction.Places().Holds("compute1"), Stop);
        kept.Should().Be(new LedgerResult<bool>.Ok(true));
    }

    [Fact]
    public async Task An_event_alone_is_appended_only_on_what_is_true()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1", HostState.Clear), Stop);
        await AnotherInstance().ChangeAsync(transaction => Write(transaction, "compute1"), Stop);

        var seen = await _cache.ChangeAsync(
            transaction =>
            {
                var state = transaction.Record("compute1")!.State;
                transaction.Append("compute1", new DecisionEvent { Kind = "outcome", At = DateTimeOffset.UtcNow, Instance = "a", Verdict = VerdictKind.Failed, Reason = "" });
                return state;
            },
            Stop);

        seen.Should().Be(new LedgerResult<HostState>.Ok(HostState.Down));
    }

    [Fact]
    public async Task Changes_that_arrive_during_a_commit_go_together_into_the_next()
    {
        var reached = _ledger.Close();
        var first = _cache.ChangeAsync(transaction => Write(transaction, "compute0"), Stop);
        await reached;
        var others = Enumerable.Range(1, 20).Select(number => _cache.ChangeAsync(transaction => Write(transaction, $"compute{number}"), Stop)).ToList();
        _ledger.Open();
        await Task.WhenAll([first, .. others]);
        _ledger.Commits.Select(commit => commit.Writes.Count).Should().Equal(1, 20);
    }

    [Fact]
    public async Task Changes_of_one_commit_see_those_before_them()
    {
        var reached = _ledger.Close();
        var first = _cache.ChangeAsync(transaction => Write(transaction, "compute0"), Stop);
        await reached;
        var takes = Enumerable.Range(1, 10).Select(number => _cache.ChangeAsync(transaction => TakePlace(transaction, $"compute{number}", limit: 3), Stop)).ToList();
        _ledger.Open();
        await first;
        var taken = await Task.WhenAll(takes);
        taken.Count(result => result is LedgerResult<bool>.Ok { Value: true }).Should().Be(3);
    }

    [Fact]
    public async Task Two_instances_never_take_the_same_last_place()
    {
        var instances = Enumerable.Range(0, 6).Select(_ => AnotherInstance()).ToList();
        var taken = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => instances[number % 6].ChangeAsync(transaction => TakePlace(transaction, $"compute{number}", limit: 5), Stop)));
        taken.Count(result => result is LedgerResult<bool>.Ok { Value: true }).Should().Be(5);
        var kept = await AnotherInstance().ReadAsync(transaction => transaction.Places().Taken.Count, Stop);
        kept.Should().Be(new LedgerResult<int>.Ok(5));
    }

    [Fact]
    public async Task A_lost_race_runs_the_change_again_on_what_the_winner_wrote()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1", HostState.Clear), Stop);
        _ledger.BeforeNextCommit = () => AnotherInstance().ChangeAsync(transaction => Write(transaction, "compute1", HostState.Releasing), Stop);
        var seen = new List<HostState?>();
        await _cache.ChangeAsync(
            transaction =>
            {
                seen.Add(transaction.Record("compute1")?.State);
                return Write(transaction, "compute1");
            },
            Stop);
        seen.Should().Equal(HostState.Clear, HostState.Releasing);
    }

    [Fact]
    public async Task What_is_read_anew_while_a_change_is_decided_does_not_vouch_for_what_it_was_decided_by()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1", HostState.Clear), Stop);
        var seen = new List<HostState?>();
        await _cache.ChangeAsync(
            transaction =>
            {
                seen.Add(transaction.Record("compute1")?.State);
                if (seen.Count == 1)
                {
                    // As an audit on another thread does, just after another instance wrote.
                    Task.Run(async () =>
                    {
                        await AnotherInstance().ChangeAsync(other => Write(other, "compute1", HostState.Releasing), Stop);
                        await _cache.ReadAsync(_ => true, Stop);
                    }).Wait(Stop);
                }

                return Write(transaction, "compute1");
            },
            Stop);
        seen.Should().Equal(HostState.Clear, HostState.Releasing);
    }

    [Fact]
    public async Task What_writes_nothing_rests_on_what_the_ledger_says_now()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        await AnotherInstance().ChangeAsync(transaction => Write(transaction, "compute1", HostState.Clear), Stop);
        var state = await _cache.ChangeAsync(transaction => transaction.Record("compute1")!.State, Stop);
        state.Should().Be(new LedgerResult<HostState>.Ok(HostState.Clear));
    }

    [Fact]
    public async Task More_than_fits_into_one_commit_goes_into_several()
    {
        var reached = _ledger.Close();
        var first = _cache.ChangeAsync(transaction => Write(transaction, "compute0"), Stop);
        await reached;
        var others = Enumerable.Range(1, 250).Select(number => _cache.ChangeAsync(transaction => Write(transaction, $"compute{number}"), Stop)).ToList();
        _ledger.Open();
        await Task.WhenAll([first, .. others]);
        _ledger.Commits.Select(commit => commit.Writes.Count).Should().Equal(1, 100, 100, 50);
    }

    [Fact]
    public async Task A_change_given_up_before_its_commit_began_is_not_stored()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reached = _ledger.Close();
        var first = _cache.ChangeAsync(transaction => Write(transaction, "compute0"), Stop);
        await reached;
        var second = _cache.ChangeAsync(transaction => Write(transaction, "compute1"), patience.Token);
        await patience.CancelAsync();
        _ledger.Open();
        await first;
        (await second).Should().BeOfType<LedgerResult<bool>.Unavailable>();
        var read = await AnotherInstance().ReadAsync(transaction => transaction.Record("compute1"), Stop);
        read.Should().Be(new LedgerResult<HostRecord?>.Ok(null));
    }

    [Fact]
    public async Task A_ledger_that_is_away_is_said_and_forgotten_once_it_is_back()
    {
        _ledger.Away = true;
        (await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop)).Should().Be(new LedgerResult<bool>.Unavailable("away"));
        _ledger.Away = false;
        (await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop)).Should().Be(new LedgerResult<bool>.Ok(true));
    }

    [Fact]
    public async Task A_defect_in_one_change_leaves_nobody_waiting()
    {
        var broken = () => _cache.ChangeAsync<bool>(_ => throw new InvalidDataException("defect"), Stop);
        await broken.Should().ThrowAsync<InvalidDataException>();
        (await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop)).Should().Be(new LedgerResult<bool>.Ok(true));
    }

    [Fact]
    public async Task A_defect_in_one_change_and_a_row_that_no_store_takes_leave_the_others_of_the_same_commit_alone()
    {
        var reached = _ledger.Close();
        var first = _cache.ChangeAsync(transaction => Write(transaction, "compute0"), Stop);
        await reached;
        var before = _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        var broken = _cache.ChangeAsync<bool>(
            transaction =>
            {
                Write(transaction, "compute2");
                throw new InvalidDataException("defect");
            },
            Stop);
        var tooLong = _cache.ChangeAsync(
            transaction =>
            {
                transaction.Write(new HostRecord { Host = "compute3", Reason = new string('x', LedgerCommit.MaxJsonLength) });
                return true;
            },
            Stop);
        var after = _cache.ChangeAsync(transaction => Write(transaction, "compute4"), Stop);
        _ledger.Open();

        await Task.WhenAll(first, before, after);
        await ((Func<Task>)(() => broken)).Should().ThrowAsync<InvalidDataException>();
        (await tooLong).Should().BeOfType<LedgerResult<bool>.Unavailable>().Which.Why.Should().Match("'host:COMPUTE3'*32000*");
        _ledger.Commits[^1].Writes.Select(write => write.Key).Should().BeEquivalentTo("host:COMPUTE1", "host:COMPUTE4");
        (await AnotherInstance().ReadAsync(transaction => transaction.Record("compute2"), Stop)).Should().Be(new LedgerResult<HostRecord?>.Ok(null));
    }

    [Fact]
    public async Task The_same_content_again_is_not_written_again()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        _ledger.Commits.Should().ContainSingle();
    }

    private static bool TakePlace(LedgerTransaction transaction, string host, int limit)
    {
        if (transaction.Places().Taken.Count >= limit)
            return false;
        transaction.Write(transaction.Places().With(host));
        return Write(transaction, host);
    }

    [Fact]
    public async Task What_is_committed_while_every_row_is_read_stays_remembered()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ledger.AfterWholeRead = () => read.Task;

        var reading = _cache.ReadAsync(transaction => transaction.Record("compute2")?.State, Stop);
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1", HostState.Releasing) && Write(transaction, "compute2"), Stop);
        read.SetResult();

        (await reading).Should().Be(new LedgerResult<HostState?>.Ok(HostState.Down));
        _cache.Remembered!.Record("compute1")!.State.Should().Be(HostState.Releasing);
    }

    [Fact]
    public async Task A_reading_of_every_row_that_ends_after_a_later_one_is_not_remembered()
    {
        await _cache.ChangeAsync(transaction => Write(transaction, "compute1"), Stop);
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ledger.AfterWholeRead = () => slow.Task;
        var early = _cache.ReadAsync(transaction => transaction.Record("compute2")?.State, Stop);
        await AnotherInstance().ChangeAsync(transaction => Write(transaction, "compute2"), Stop);
        _ledger.AfterWholeRead = null;
        await _cache.ReadAsync(_ => true, Stop);

        slow.SetResult();

        (await early).Should().Be(new LedgerResult<HostState?>.Ok(HostState.Down));
        _cache.Remembered!.Record("compute2")!.State.Should().Be(HostState.Down);
    }
}
