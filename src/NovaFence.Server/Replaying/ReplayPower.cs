using NovaFence.Core.Power;
using NovaFence.Sandbox;

namespace NovaFence.Server.Replaying;

/// <summary>Of a replay: the power of the made-up machines, at the moment that is played. No BMC and no Prometheus is asked.</summary>
internal sealed class ReplayPower(SandboxCloud cloud, TimeProvider clock) : IPower, ISamples
{
    /// <inheritdoc />
    public Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult(cloud.FindHost(host) switch
        {
            { Power: PowerState.Off } => new PowerRead(PowerReading.Off, now, now, "Off, in the replay"),
            { } => new PowerRead(PowerReading.On, now, now, "On, in the replay"),
            null => new PowerRead(PowerReading.NotConfigured, now, now, "the replay has no such host"),
        });
    }

    /// <inheritdoc />
    public async Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isStillMeant);
        var read = await ReadAsync(host, cancellationToken);
        if (read.Reading != PowerReading.On)
            return new PowerOffReply(PowerOffStatus.NotSent, read.Facts, read);
        if (await isStillMeant(cancellationToken) is { } why)
            return new PowerOffReply(PowerOffStatus.NotSent, why, read);
        cloud.PowerOff(host);
        return new PowerOffReply(PowerOffStatus.Taken, "it took it, in the replay", read);
    }

    /// <inheritdoc />
    public Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult(new SampleRead(null, now, now, "a replay has no samples"));
    }
}
