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

    /// <summary>The same of each condition; null where <see cref="Holds"/> says it of all.</summary>
    internal Func<SampleCondition, bool?>? HoldsOf { get; set; }

    /// <summary>What a BMC answers that is told to switch its machine off; it takes it, and says <see cref="PowerReading.Off"/> from then on, unless it is told otherwise.</summary>
    internal Func<string, PowerOffStatus> WhenTold { get; set; } = _ => PowerOffStatus.Taken;

    /// <summary>What happens before it is asked whether a power-off is still meant, and after its intent was written.</summary>
    internal Func<string, Task> BeforeMeant { get; set; } = _ => Task.CompletedTask;

    /// <summary>What happens after it was asked whether it is still meant, and before the BMC is told.</summary>
    internal Func<string, Task> BeforeTold { get; set; } = _ => Task.CompletedTask;

    /// <summary>The hosts whose BMCs were told, and when.</summary>
    internal List<(string Host, DateTimeOffset At)> Told { get; } = [];

    /// <summary>Why BMCs were not told.</summary>
    internal List<string> NotMeant { get; } = [];

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

    public async Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken)
    {
        lock (_gate)
            _asked.Add(host);
        var began = clock.Now;
        var reading = Says.TryGetValue(host, out var says) ? says() : PowerReading.On;
        await During(host);
        return new PowerRead(reading, began, clock.Now, $"it says {reading}");
    }

    public async Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(host, cancellationToken);
        if (read.Reading is not (PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused))
            return new PowerOffReply(PowerOffStatus.NotSent, read.Facts, read);
        await BeforeMeant(host);
        if (await isStillMeant(cancellationToken) is { } why)
        {
            NotMeant.Add(why);
            return new PowerOffReply(PowerOffStatus.NotSent, why, read);
        }

        await BeforeTold(host);
        Told.Add((host, clock.Now));
        var status = WhenTold(host);
        if (status == PowerOffStatus.Taken)
            Says[host] = static () => PowerReading.Off;
        return new PowerOffReply(status, $"it came to {status}", read);
    }

    public Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(HoldsOf is { } each ? each(condition) : Holds));

    private SampleRead Answer(bool? holds) => new(holds, clock.Now, clock.Now, holds == true ? "2 of 2 samples" : "0 of 2 samples");

    /// <summary>A BMC that gives these answers one after the other, and the last one for ever.</summary>
    internal void Script(string host, params PowerReading[] answers)
    {
        var next = 0;
        Says[host] = () => answers[Math.Min(next++, answers.Length - 1)];
    }
}
