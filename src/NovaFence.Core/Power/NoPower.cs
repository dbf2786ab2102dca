namespace NovaFence.Core.Power;

/// <summary>Where nobody can be asked: nothing is ever proven.</summary>
internal sealed class NoPower(TimeProvider clock) : IPower, ISamples
{
    public Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult(new PowerRead(PowerReading.NotConfigured, clock.GetUtcNow(), clock.GetUtcNow(), "no BMC is configured for it"));

    public async Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken) =>
        new(PowerOffStatus.NotSent, "no BMC is configured for it", await ReadAsync(host, cancellationToken));

    public Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken) =>
        Task.FromResult(new SampleRead(null, clock.GetUtcNow(), clock.GetUtcNow(), "no Prometheus is configured"));
}
