using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>The time of day goes on as time passes where the machine's clock leaps, until the cloud's says which of the two is right.</summary>
public sealed class SteadyClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TestClock _machine = new();
    private readonly SteadyClock _clock;

    public SteadyClockTests() => _clock = new SteadyClock(_machine);

    [Fact]
    public void It_is_the_machine_s_and_follows_what_clocks_drift()
    {
        _machine.Advance(TimeSpan.FromDays(3));
        _machine.LeapAhead(TimeSpan.FromSeconds(4));

        _clock.GetUtcNow().Should().Be(_machine.Now);
        _clock.Leapt.Should().Be(TimeSpan.Zero);
        _clock.IsInDoubt.Should().BeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void It_goes_on_as_time_passes_where_the_machine_s_leaps(int hours)
    {
        var before = _clock.GetUtcNow();
        Leap(hours);
        _machine.Advance(TimeSpan.FromMinutes(2));

        _clock.GetUtcNow().Should().Be(before + TimeSpan.FromMinutes(2));
        _clock.IsInDoubt.Should().BeTrue();
        _clock.Leapt.Should().Be(Hour * hours);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void It_stays_so_where_the_cloud_s_says_the_same_until_the_machine_s_is_put_right(int hours)
    {
        var before = _clock.GetUtcNow();
        Leap(hours);
        _clock.GetUtcNow();
        _machine.Advance(TimeSpan.FromMinutes(1));

        _clock.Told(before + TimeSpan.FromMinutes(3)).Should().Be(TimeSpan.Zero);

        _clock.IsInDoubt.Should().BeFalse();
        _clock.GetUtcNow().Should().Be(before + TimeSpan.FromMinutes(1));
        Leap(-hours);
        _clock.GetUtcNow().Should().Be(_machine.Now).And.Be(before + TimeSpan.FromMinutes(1));
        _clock.Leapt.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void It_follows_where_the_cloud_s_says_what_the_machine_s_does(int hours)
    {
        Leap(hours);
        _clock.GetUtcNow();

        _clock.Told(_machine.Now + TimeSpan.FromMinutes(2)).Should().Be(Hour * hours, "the machine slept, or was put right");

        _clock.GetUtcNow().Should().Be(_machine.Now);
        _clock.IsInDoubt.Should().BeFalse();
    }

    [Fact]
    public void It_follows_what_is_near_to_the_cloud_s_although_what_it_was_is_nearer()
    {
        var theirs = _clock.GetUtcNow() + TimeSpan.FromSeconds(40);
        _machine.LeapAhead(TimeSpan.FromSeconds(30));
        _clock.Told(theirs).Should().Be(TimeSpan.FromSeconds(30));
        _machine.SetBack(TimeSpan.FromSeconds(30));

        _clock.Told(theirs).Should().Be(-TimeSpan.FromSeconds(30), "it is the cloud's that is off");

        _clock.GetUtcNow().Should().Be(_machine.Now);
    }

    [Fact]
    public void It_follows_where_nobody_knows()
    {
        Leap(1);

        _clock.Told(null).Should().Be(Hour);

        _clock.GetUtcNow().Should().Be(_machine.Now);
    }

    [Fact]
    public void What_was_seen_before_a_leap_is_known_to_be_so()
    {
        var seen = _clock.GetTimestamp();
        _machine.Advance(TimeSpan.FromSeconds(1));
        _clock.HasLeaptSince(seen).Should().BeFalse();
        Leap(1);
        _clock.HasLeaptSince(seen).Should().BeTrue();
        _machine.Advance(TimeSpan.FromSeconds(1));

        _clock.HasLeaptSince(_clock.GetTimestamp()).Should().BeFalse();
        _clock.Told(null);
        _clock.HasLeaptSince(seen).Should().BeTrue();
    }

    [Fact]
    public void What_drifts_is_no_leap_however_far_it_comes()
    {
        for (var step = 0; step < 10; step++)
        {
            _machine.LeapAhead(TimeSpan.FromSeconds(3));
            _clock.GetUtcNow().Should().Be(_machine.Now);
            _clock.Told(_machine.Now - Hour).Should().Be(TimeSpan.Zero);
        }
    }

    private void Leap(int hours)
    {
        if (hours > 0)
            _machine.LeapAhead(Hour * hours);
        else
            _machine.SetBack(-Hour * hours);
    }
}
