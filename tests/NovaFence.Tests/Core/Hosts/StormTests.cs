using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Twenty hosts, of which six may alert at once.</summary>
public sealed class StormTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop, ("NovaFence:Budget:MaxHosts", "20"), ("NovaFence:Budget:MaxShare", "1"));

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task The_seventh_host_is_held()
    {
        foreach (var number in Enumerable.Range(1, 6))
            (await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);

        (await _given.DeliverAsync(_given.Alert("compute7", "f7"), Stop)).Verdict.Text.Should().StartWith("storm: 7 of 20");
    }

    [Fact]
    public async Task Hosts_count_whatever_was_decided_about_their_alerts()
    {
        foreach (var number in Enumerable.Range(1, 6))
            await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}", release: "agreeing"), Stop);

        (await _given.DeliverAsync(_given.Alert("compute7", "f7"), Stop)).Verdict.Text.Should().StartWith("storm");
    }

    [Fact]
    public async Task Names_that_no_route_takes_or_that_Nova_does_not_know_do_not_count()
    {
        foreach (var number in Enumerable.Range(1, 9))
        {
            await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}", release: "no route takes this"), Stop);
            await _given.DeliverAsync(_given.Alert($"nobody-knows-{number}", $"g{number}"), Stop);
        }

        (await _given.DeliverAsync(_given.Alert("compute1", "real"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task What_tells_of_long_ago_does_not_count_and_what_is_only_too_old_to_be_believed_does()
    {
        // PagerDuty delivers for 48 hours what it could not, each incident's beginning first.
        foreach (var number in Enumerable.Range(1, 9))
            (await _given.DeliverAsync(_given.Paged($"compute{number}", $"Q{number}", ago: TimeSpan.FromHours(20)), Stop)).Verdict.Reason.Should().Be(Reason.TooOld);
        (await _given.DeliverAsync(_given.Alert("compute1", "real"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);

        foreach (var number in Enumerable.Range(2, 6))
            await _given.DeliverAsync(_given.Paged($"compute{number}", $"R{number}", ago: TimeSpan.FromMinutes(20)), Stop);
        (await _given.DeliverAsync(_given.Alert("compute8", "f8"), Stop)).Verdict.Reason.Should().Be(Reason.Storm);
    }

    [Fact]
    public async Task An_alert_that_has_fired_for_longer_than_the_window_still_counts()
    {
        foreach (var number in Enumerable.Range(1, 6))
            await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}", release: "agreeing"), Stop);
        _given.Clock.Advance(TimeSpan.FromMinutes(30));

        (await _given.DeliverAsync(_given.Alert("compute7", "f7"), Stop)).Verdict.Reason.Should().Be(Reason.Storm);
    }

    [Fact]
    public async Task Instances_count_together_at_the_same_moment()
    {
        _given.Cloud.KillAll();
        var instances = Enumerable.Range(0, 5).Select(_ => _given.Another(("NovaFence:Budget:MaxHosts", "20"), ("NovaFence:Budget:MaxShare", "1"))).ToList();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(number =>
            instances[number % 5].DeliverAsync(instances[number % 5].Alert($"compute{number}", $"f{number}"), Stop)));

        // Those whose alerts are counted before the first intent is stored are held as well: never more, perhaps fewer.
        outcomes.Count(outcome => outcome.Verdict.Kind == VerdictKind.ForceDown).Should().BeLessThanOrEqualTo(6);
        outcomes.Should().OnlyContain(outcome => outcome.Verdict.Kind == VerdictKind.ForceDown || outcome.Verdict.Reason == Reason.Storm);
        _given.Cloud.Puts.Select(put => put.Host).Distinct().Should().HaveCountLessThanOrEqualTo(6);
        foreach (var instance in instances)
            await instance.DisposeAsync();
    }
}
