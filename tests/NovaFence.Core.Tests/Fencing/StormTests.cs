using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Fencing;

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
            (await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}"), Stop)).Verdict.Should().Be(VerdictKind.ForceDown);

        (await _given.DeliverAsync(_given.Alert("compute7", "f7"), Stop)).Reason.Should().StartWith("storm: 7 of 20");
    }

    [Fact]
    public async Task Hosts_count_whatever_was_decided_about_their_alerts()
    {
        foreach (var number in Enumerable.Range(1, 3))
            await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}", release: "no route takes this"), Stop);
        foreach (var number in Enumerable.Range(4, 2))
            await _given.DeliverAsync(_given.Alert($"compute{number}", $"f{number}", release: "agreeing"), Stop);
        await _given.DeliverAsync(_given.Alert("nobody-knows-this", "f6"), Stop);

        (await _given.DeliverAsync(_given.Alert("compute7", "f7"), Stop)).Reason.Should().StartWith("storm");
    }

    [Fact]
    public async Task Instances_count_together_at_the_same_moment()
    {
        var instances = Enumerable.Range(0, 5).Select(_ => _given.Another(("NovaFence:Budget:MaxHosts", "20"), ("NovaFence:Budget:MaxShare", "1"))).ToList();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(number =>
            instances[number % 5].DeliverAsync(instances[number % 5].Alert($"compute{number}", $"f{number}"), Stop)));

        outcomes.Count(outcome => outcome.Verdict == VerdictKind.ForceDown).Should().Be(6);
        _given.Cloud.Puts.Should().HaveCount(6);
        foreach (var instance in instances)
            await instance.DisposeAsync();
    }
}
