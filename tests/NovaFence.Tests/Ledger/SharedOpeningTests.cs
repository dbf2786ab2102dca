using Microsoft.Extensions.Time.Testing;

namespace NovaFence.Ledger.Tests;

public sealed class SharedOpeningTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_come_meanwhile_wait_for_one_opening()
    {
        var opened = new TaskCompletionSource<string>();
        var times = 0;
        var opening = Opening((_, _) =>
        {
            Interlocked.Increment(ref times);
            return opened.Task;
        });

        var waiting = Enumerable.Range(0, 10).Select(_ => opening.GetAsync(Token).AsTask()).ToList();
        opened.SetResult("open");

        (await Task.WhenAll(waiting)).Should().OnlyContain(store => store == "open");
        (await opening.GetAsync(Token)).Should().Be("open");
        opening.Opened.Should().Be("open");
        times.Should().Be(1);
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_by_the_next()
    {
        var times = 0;
        var opening = Opening((_, _) => ++times == 1 ? throw new IOException("away") : Task.FromResult("open"));

        await FluentActions.Awaiting(() => opening.GetAsync(Token).AsTask()).Should().ThrowAsync<IOException>();

        (await opening.GetAsync(Token)).Should().Be("open");
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_opening_to_the_others()
    {
        var opened = new TaskCompletionSource<string>();
        var opening = Opening((_, deadline) => opened.Task.WaitAsync(deadline));
        using var patience = new CancellationTokenSource();
        var first = opening.GetAsync(patience.Token).AsTask();
        var second = opening.GetAsync(Token).AsTask();

        await patience.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        opened.SetResult("open");

        (await second).Should().Be("open");
    }

    [Fact]
    public async Task One_that_hangs_ends_for_those_too_who_have_time_left()
    {
        var began = new TaskCompletionSource();
        var opening = Opening(async (_, deadline) =>
        {
            began.SetResult();
            return await new TaskCompletionSource<string>().Task.WaitAsync(deadline);
        });
        var waiting = opening.GetAsync(Token).AsTask();
        await began.Task;

        _clock.Advance(Timeout);

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<TimeoutException>();
    }

    [Fact]
    public async Task What_is_missing_is_made_whenever_somebody_asks_for_that()
    {
        var made = new List<bool>();
        var opening = Opening((make, _) =>
        {
            made.Add(make);
            return Task.FromResult($"{made.Count}");
        });

        (await opening.GetAsync(Token)).Should().Be("1");
        (await opening.MakeAsync(Token)).Should().Be("2");
        (await opening.GetAsync(Token)).Should().Be("2");
        made.Should().Equal(false, true);
    }

    [Fact]
    public async Task An_opening_that_makes_nothing_is_not_taken_for_one_that_does()
    {
        var opened = new TaskCompletionSource<string>();
        var opening = Opening((make, _) => make ? Task.FromResult("made") : opened.Task);
        var reading = opening.GetAsync(Token).AsTask();

        (await opening.MakeAsync(Token)).Should().Be("made");
        opened.SetResult("open");

        (await reading).Should().Be("open");
    }

    private SharedOpening<string> Opening(Func<bool, CancellationToken, Task<string>> open) => new(open, Timeout, _clock);
}
