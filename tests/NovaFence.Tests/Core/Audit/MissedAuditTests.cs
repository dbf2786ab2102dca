using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>Anybody may probe: what makes up for a missing audit is bounded by itself.</summary>
public sealed class MissedAuditTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop);
        await _given.Auditor.RunAsync(Stop);
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [InlineData("the ledger is another cloud's", 3)]
    [InlineData("the ledger is away", 0)]
    [InlineData("nothing", 1)]
    public async Task One_is_tried_in_each_interval_however_many_ask_for_it(string trouble, int listings)
    {
        _given.Clock.Advance(TimeSpan.FromMinutes(4));
        if (trouble == "the ledger is another cloud's")
            _given.Cloud.Registration++;
        _given.Ledger.Away = trouble == "the ledger is away";
        var (listed, announced) = (_given.Cloud.Listings.Count, _given.Announced.Times);
        _given.Watch.MayBeMissed.Should().BeTrue();

        for (var interval = 1; interval <= 3; interval++)
        {
            for (var probe = 0; probe < 5; probe++)
                await _given.Watch.RunIfMissedAsync(Stop);

            _given.Watch.MayBeMissed.Should().BeFalse("it was tried just now");
            (_given.Cloud.Listings.Count - listed).Should().BeLessThanOrEqualTo(interval);
            (_given.Announced.Times - announced).Should().BeLessThanOrEqualTo(interval);
            _given.Clock.Advance(TimeSpan.FromSeconds(59));
            _given.Watch.MayBeMissed.Should().BeFalse();
            _given.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (_given.Cloud.Listings.Count - listed).Should().Be(listings);
        _given.Watch.MayBeMissed.Should().BeTrue("three intervals have passed again");
    }

    [Fact]
    public async Task One_that_a_clock_dates_which_was_ahead_is_made_up_for()
    {
        await using var next = _given.AnotherAhead(-TimeSpan.FromHours(1));
        (await next.Opening.OpenAsync(Stop)).Should().BeNull();
        next.Watch.MayBeMissed.Should().BeTrue("how long ago it was nobody knows");
        (await next.Watch.LookAsync(Stop)).Runs.Should().BeFalse();

        await next.Watch.RunIfMissedAsync(Stop);

        next.Watch.MayBeMissed.Should().BeFalse();
        (await next.Watch.LookAsync(Stop)).Runs.Should().BeTrue();
    }

    [Fact]
    public async Task One_runs_at_a_time_however_long_it_takes()
    {
        _given.Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: true);
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        _given.Cloud.Refuses = _ => null;
        _given.Clock.Advance(TimeSpan.FromMinutes(4));
        var (begun, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _given.Cloud.DuringPut = (_, _) =>
        {
            begun.TrySetResult();
            return end.Task;
        };
        var running = _given.Watch.RunIfMissedAsync(Stop);
        await begun.Task;
        // Its claim has run out, and the interval has passed.
        _given.Clock.Advance(TimeSpan.FromMinutes(5));
        var before = _given.Cloud.Listings.Count;

        _given.Watch.MayBeMissed.Should().BeFalse("it runs");
        await _given.Watch.RunIfMissedAsync(Stop);

        _given.Cloud.Listings.Should().HaveCount(before);
        end.SetResult();
        await running;
    }
}
