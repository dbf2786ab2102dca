using Microsoft.Extensions.Time.Testing;
using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>The sandbox, with time that passes when a test waits for it.</summary>
public class SandboxWire : WireCloud
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse("2026-11-22T13:48:31.123456Z", System.Globalization.CultureInfo.InvariantCulture));

    public SandboxCloud Cloud { get; private set; } = null!;

    public override Uri AuthUrl => Cloud.AuthUrl;

    public override Uri ComputeUrl => Cloud.ComputeUrl;

    public override WireAccount Admin => new(Cloud.Admin.UserName, Cloud.Admin.Password, Cloud.Admin.ProjectName);

    public override WireAccount Demo => new(Cloud.Demo.UserName, Cloud.Demo.Password, Cloud.Demo.ProjectName);

    public override DateTimeOffset Now => _clock.GetUtcNow();

    protected virtual SandboxOptions Options => new();

    public override async ValueTask InitializeAsync()
    {
        Cloud = await SandboxCloud.StartAsync(Options with { TimeProvider = _clock }, TestContext.Current.CancellationToken);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public void Pass(TimeSpan time) => _clock.Advance(time);

    public override Task StopComputeAsync(string host)
    {
        Cloud.StopCompute(host);
        return Task.CompletedTask;
    }

    public override Task StartComputeAsync(string host)
    {
        Cloud.StartCompute(host);
        return Task.CompletedTask;
    }

    public override async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan within, string what)
    {
        DateTimeOffset end = Now + within;
        while (!await isSo())
        {
            Now.Should().BeBefore(end, "{0} within {1} of the sandbox's time", what, within);
            Pass(TimeSpan.FromMilliseconds(500));
        }
    }
}
