using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What scenarios have in common: one instance with the default settle time, before a cloud whose <c>compute1</c> to <c>compute9</c> are dead.</summary>
public abstract class Scenario : IAsyncLifetime
{
    private protected static readonly (string, string) Settling = ("NovaFence:Release:SettleTime", "00:01:30");

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected Installation Given { get; private set; } = null!;

    private protected ScriptedCloud Cloud => Given.Cloud;

    public virtual async ValueTask InitializeAsync() => await OpenAsync(Settling);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Given.DisposeAsync();
    }

    private protected async Task OpenAsync(params (string, string)[] more)
    {
        if (Given is not null)
            await Given.DisposeAsync();
        Given = await Installation.CreateAsync(Stop, more);
        (await Given.Opening.OpenAsync(Stop)).Should().BeNull();
    }

    private protected Task<Outcome> FireAsync(string host, string fingerprint, string release = "immediately", TimeSpan? ago = null) =>
        Given.DeliverAsync(Given.Alert(host, fingerprint, release: release, ago: ago), Stop);

    private protected Task<Outcome> ResolveAsync(string host, string fingerprint, string release = "immediately") =>
        Given.DeliverAsync(Given.Alert(host, fingerprint, AlertStatus.Resolved, release), Stop);

    /// <summary>The instance that has written its intent, and whose PUT never comes to an end.</summary>
    private protected async Task<Installation> HangAsync(Installation dead)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        Cloud.DuringPut = (_, _) =>
        {
            reached.TrySetResult();
            return never.Task;
        };
        _ = dead.DeliverAsync(dead.Alert("compute1", "f1"), Stop);
        await reached.Task.WaitAsync(Stop);
        Cloud.DuringPut = (_, _) => Task.CompletedTask;
        return dead;
    }

    private protected Task PassAsync(TimeSpan time) => Given.PassAsync(time, Stop);

    /// <summary>Time passes while something waits for it, in such steps.</summary>
    private protected async Task<Outcome> WhileTimePassesAsync(Task<Outcome> waiting, double seconds)
    {
        while (!waiting.IsCompleted)
        {
            Given.Clock.Advance(Seconds(seconds));
            await Task.Delay(20, Stop);
        }

        return await waiting;
    }

    /// <summary>The machine's clock leaps ahead; the cloud's does not, nor do its hosts'.</summary>
    private protected void LeapAlone(TimeSpan by)
    {
        // Or the newest report would tell that theirs have.
        Cloud.KillAll();
        Given.Clock.LeapAhead(by);
        Cloud.ClockAhead = (Cloud.ClockAhead ?? TimeSpan.Zero) - by;
    }

    private protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private protected static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    private protected static Dictionary<string, string> Labels(params (string Name, string Value)[] labels) =>
        labels.Append(("alertname", "NovaComputeDown")).Append(("release", "immediately")).ToDictionary(label => label.Item1, label => label.Item2);
}
