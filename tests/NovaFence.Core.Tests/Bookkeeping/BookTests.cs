using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Budgets;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;

namespace NovaFence.Core.Tests.Bookkeeping;

public sealed class BookTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novafence-book-");
    private ServiceProvider _services = null!;
    private ILedger _store = null!;
    private WatchedLedger _ledger = null!;
    private Book _book = null!;

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
        _book = new Book(_ledger, TimeProvider.System, Random.Shared);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static bool Write(Page page, string host, FenceState state = FenceState.Down)
    {
        page.Write(new FenceRecord { Host = host, State = state });
        return true;
    }

    private static bool Reserve(Page page, Reservations places)
    {
        page.Write(places);
        return true;
    }

    private Book AnotherInstance() => new(_store, TimeProvider.System, Random.Shared);

    [Fact]
    public async Task What_was_written_is_read_by_another_instance()
    {
        await _book.ChangeAsync(page => Write(page, "compute1"), Stop);
        var read = await AnotherInstance().ReadAsync(page => page.Record("COMPUTE1")?.State, Stop);
        read.Should().Be(new BookResult<FenceState?>.Done(FenceState.Down));
    }

    [Fact]
    public async Task A_place_that_is_only_remembered_is_found_out_and_taken()
    {
        var other = AnotherInstance();
        await _book.ChangeAsync(page => Reserve(page, page.Reservations.With("compute1")), Stop);
        await other.ChangeAsync(page => Reserve(page, page.Reservations.Without("compute1")), Stop);

        // Here it is still remembered as taken, so that there is nothing to change.
        await _book.ChangeAsync(page => Reserve(page, page.Reservations.With("compute1")), Stop);

        var kept = await other.ReadAsync(page => page.Reservations.Holds("compute1"), Stop);
        kept.Should().Be(new BookResult<bool>.Done(true));
    }

    [Fact]
    public async Task An_event_alone_is_appended_only_on_what_is_true()
    {
        await _book.ChangeAsync(page => Write(page, "compute1", FenceState.Clear), Stop);
        await AnotherInstance().ChangeAsync(page => Write(page, "compute1"), Stop);

        var seen = await _book.ChangeAsync(
            page =>
            {
                var state = page.Record("compute1")!.State;
                page.Append("compute1", new FenceEvent { Kind = "outcome", At = DateTimeOffset.UtcNow, Instance = "a", Verdict = VerdictKind.Failed, Reason = "" });
                return state;
            },
            Stop);

        seen.Should().Be(new BookResult<FenceState>.Done(FenceState.Down));
    }

    [Fact]
    public async Task Changes_that_arrive_during_a_commit_go_together_into_the_next()
    {
        var reached = _ledger.Close();
        var first = _book.ChangeAsync(page => Write(page, "compute0"), Stop);
        await reached;
        var others = Enumerable.Range(1, 20).Select(number => _book.ChangeAsync(page => Write(page, $"compute{number}"), Stop)).ToList();
        _ledger.Open();
        await Task.WhenAll([first, .. others]);
        _ledger.Commits.Select(commit => commit.Writes.Count).Should().Equal(1, 20);
    }

    [Fact]
    public async Task Changes_of_one_commit_see_those_before_them()
    {
        var reached = _ledger.Close();
        var first = _book.ChangeAsync(page => Write(page, "compute0"), Stop);
        await reached;
        var takes = Enumerable.Range(1, 10).Select(number => _book.ChangeAsync(page => TakePlace(page, $"compute{number}", limit: 3), Stop)).ToList();
        _ledger.Open();
        await first;
        var taken = await Task.WhenAll(takes);
        taken.Count(result => result is BookResult<bool>.Done { Value: true }).Should().Be(3);
    }

    [Fact]
    public async Task Two_instances_never_take_the_same_last_place()
    {
        var instances = Enumerable.Range(0, 6).Select(_ => AnotherInstance()).ToList();
        var taken = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => instances[number % 6].ChangeAsync(page => TakePlace(page, $"compute{number}", limit: 5), Stop)));
        taken.Count(result => result is BookResult<bool>.Done { Value: true }).Should().Be(5);
        var kept = await AnotherInstance().ReadAsync(page => page.Reservations.Places.Count, Stop);
        kept.Should().Be(new BookResult<int>.Done(5));
    }

    [Fact]
    public async Task A_lost_race_runs_the_change_again_on_what_the_winner_wrote()
    {
        await _book.ChangeAsync(page => Write(page, "compute1", FenceState.Clear), Stop);
        _ledger.BeforeNextCommit = () => AnotherInstance().ChangeAsync(page => Write(page, "compute1", FenceState.Releasing), Stop);
        var seen = new List<FenceState?>();
        await _book.ChangeAsync(
            page =>
            {
                seen.Add(page.Record("compute1")?.State);
                return Write(page, "compute1");
            },
            Stop);
        seen.Should().Equal(FenceState.Clear, FenceState.Releasing);
    }

    [Fact]
    public async Task What_is_read_anew_while_a_change_is_decided_does_not_vouch_for_what_it_was_decided_by()
    {
        await _book.ChangeAsync(page => Write(page, "compute1", FenceState.Clear), Stop);
        var seen = new List<FenceState?>();
        await _book.ChangeAsync(
            page =>
            {
                seen.Add(page.Record("compute1")?.State);
                if (seen.Count == 1)
                {
                    // As an audit on another thread does, just after another instance wrote.
                    Task.Run(async () =>
                    {
                        await AnotherInstance().ChangeAsync(other => Write(other, "compute1", FenceState.Releasing), Stop);
                        await _book.ReadAsync(_ => true, Stop);
                    }).Wait(Stop);
                }

                return Write(page, "compute1");
            },
            Stop);
        seen.Should().Equal(FenceState.Clear, FenceState.Releasing);
    }

    [Fact]
    public async Task What_writes_nothing_rests_on_what_the_ledger_says_now()
    {
        await _book.ChangeAsync(page => Write(page, "compute1"), Stop);
        await AnotherInstance().ChangeAsync(page => Write(page, "compute1", FenceState.Clear), Stop);
        var state = await _book.ChangeAsync(page => page.Record("compute1")!.State, Stop);
        state.Should().Be(new BookResult<FenceState>.Done(FenceState.Clear));
    }

    [Fact]
    public async Task More_than_fits_into_one_commit_goes_into_several()
    {
        var reached = _ledger.Close();
        var first = _book.ChangeAsync(page => Write(page, "compute0"), Stop);
        await reached;
        var others = Enumerable.Range(1, 250).Select(number => _book.ChangeAsync(page => Write(page, $"compute{number}"), Stop)).ToList();
        _ledger.Open();
        await Task.WhenAll([first, .. others]);
        _ledger.Commits.Select(commit => commit.Writes.Count).Should().Equal(1, 100, 100, 50);
    }

    [Fact]
    public async Task A_change_given_up_before_its_commit_began_is_not_stored()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reached = _ledger.Close();
        var first = _book.ChangeAsync(page => Write(page, "compute0"), Stop);
        await reached;
        var second = _book.ChangeAsync(page => Write(page, "compute1"), patience.Token);
        await patience.CancelAsync();
        _ledger.Open();
        await first;
        (await second).Should().BeOfType<BookResult<bool>.Unavailable>();
        var read = await AnotherInstance().ReadAsync(page => page.Record("compute1"), Stop);
        read.Should().Be(new BookResult<FenceRecord?>.Done(null));
    }

    [Fact]
    public async Task A_ledger_that_is_away_is_said_and_forgotten_once_it_is_back()
    {
        _ledger.Away = true;
        (await _book.ChangeAsync(page => Write(page, "compute1"), Stop)).Should().Be(new BookResult<bool>.Unavailable("away"));
        _ledger.Away = false;
        (await _book.ChangeAsync(page => Write(page, "compute1"), Stop)).Should().Be(new BookResult<bool>.Done(true));
    }

    [Fact]
    public async Task A_defect_in_one_change_leaves_nobody_waiting()
    {
        var broken = () => _book.ChangeAsync<bool>(_ => throw new InvalidDataException("defect"), Stop);
        await broken.Should().ThrowAsync<InvalidDataException>();
        (await _book.ChangeAsync(page => Write(page, "compute1"), Stop)).Should().Be(new BookResult<bool>.Done(true));
    }

    [Fact]
    public async Task The_same_content_again_is_not_written_again()
    {
        await _book.ChangeAsync(page => Write(page, "compute1"), Stop);
        await _book.ChangeAsync(page => Write(page, "compute1"), Stop);
        _ledger.Commits.Should().ContainSingle();
    }

    private static bool TakePlace(Page page, string host, int limit)
    {
        if (page.Reservations.Places.Count >= limit)
            return false;
        page.Write(page.Reservations.With(host));
        return Write(page, host);
    }
}
