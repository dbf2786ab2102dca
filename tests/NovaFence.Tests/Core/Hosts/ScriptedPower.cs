using NovaFence.Core.Power;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>BMCs and a Prometheus that answer as they are told, and count what they are asked.</summary>
internal sealed class ScriptedPower(TestClock clock) : IPower, ISamples
{
    private readonly Lock _gate = new();
    private readonly List<string> _asked = [];

    /// <summary>What the BMC of a host says; <see cref="PowerReading.On"/> unless it is told otherwise.</summary>
    internal Dictionary<string, Func<PowerReading>> Says { get; } = [];

    /// <summary>Whether Prometheus' samples satisfy the condition; null where it does not answer.</summary>
    internal bool? Holds { get; set; } = false;

    /// <summary>What happens while a BMC is asked.</summary>
    internal Func<string, Task> During { get; set; } = _ => Task.CompletedTask;

    /// <summary>The hosts whose BMCs were asked, in order.</summary>
    internal IReadOnlyList<string> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    public bool IsConfigured => true;

    public bool Knows(string host) => true;

    public async Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken)
    {
        lock (_gate)
            _asked.Add(host);
        var began = clock.Now;
        var reading = Says.TryGetValue(host, out var says) ? says() : PowerReading.On;
        await During(host);
        return new PowerRead(reading, began, clock.Now, $"it says {reading}");
    }

    public Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken) =>
        Task.FromResult(new SampleRead(Holds, clock.Now, clock.Now, Holds == true ? "2 of 2 samples" : "0 of 2 samples"));

    /// <summary>A BMC that gives these answers one after the other, and the last one for ever.</summary>
    internal void Script(string host, params PowerReading[] answers)
    {
        var next = 0;
        Says[host] = () => answers[Math.Min(next++, answers.Length - 1)];
    }
}
