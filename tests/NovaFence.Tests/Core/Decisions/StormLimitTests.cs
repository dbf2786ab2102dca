using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Decisions;

public sealed class StormLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(0, 4)]
    [InlineData(5, 4)]
    [InlineData(16, 4)]
    [InlineData(17, 5)]
    [InlineData(40, 12)]
    [InlineData(10_000, 499)]
    public void So_many_hosts_of_a_fleet_may_alert(int fleet, int limit) => StormLimit.Of(new StormOptions(), fleet).Should().Be(limit);

    [Fact]
    public void A_host_counts_once_however_often_and_under_whatever_spelling_it_alerts() =>
        AlertingHosts.None.WithFiring("compute1", Now, Window).WithFiring("COMPUTE1", Now, Window).Count(Now, Window).Should().Be(1);

    [Fact]
    public void A_host_whose_alert_fires_counts_however_long_it_does() =>
        AlertingHosts.None.WithFiring("compute1", Now, Window).Count(Now + (Window * 10), Window).Should().Be(1);

    [Fact]
    public void A_host_whose_alert_has_ended_counts_until_the_window_has_passed()
    {
        var alerting = AlertingHosts.None.WithFiring("compute1", Now, Window).WithoutFiring("compute1");
        alerting.Count(Now + Window, Window).Should().Be(1);
        alerting.Count(Now + Window + TimeSpan.FromSeconds(1), Window).Should().Be(0);
        alerting.WithFiring("compute2", Now + Window + TimeSpan.FromSeconds(1), Window).Seen.Should().HaveCount(1);
    }

    [Fact]
    public void An_operator_who_says_that_the_storm_is_over_lets_none_of_before_count() =>
        AlertingHosts.Reset(Now).Count(Now, Window).Should().Be(0);

    [Fact]
    public void More_than_fit_into_a_row_are_not_kept_and_leave_the_breaker_open()
    {
        var alerting = Enumerable.Range(0, 600).Aggregate(AlertingHosts.None, (so, number) => so.WithFiring($"compute{number}", Now, Window));
        alerting.Count(Now, Window).Should().Be(StormLimit.MaxCounted).And.BeGreaterThan(StormLimit.Of(new StormOptions { MaxShare = 1 }, 10_000));
    }
}
