namespace NovaFence.Cloud.Tests;

/// <summary>What Debian's Alertmanager really does when it loses its Prometheus, alone and as a pair.</summary>
[NeedsRealNova(ThatStops = true)]
[Collection(OnTwoHosts.Name)]
public sealed class ResumptionTests : IAsyncLifetime
{
    private static readonly TimeSpan Ends = TimeSpan.FromSeconds(3);

    private readonly AzuriteFixture _azurite = new();
    private readonly List<Alertmanager> _alertmanagers = [];
    private RealNova? _nova;
    private Fencing? _fencing;

    private RealNova Nova => _nova!;

    private Fencing Fencing => _fencing!;

    public async ValueTask InitializeAsync()
    {
        _nova = await RealNova.SignInAsync();
        await _azurite.InitializeAsync();
        // Longer than Alertmanager takes to send a change.
        _fencing = await Fencing.StartAsync(_azurite.ConnectionString, true, ("Release__SettleTime", "00:00:40"));
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"novafence said:\n{_fencing?.Log}\n\nAlertmanager said:\n{string.Join("\n\n", _alertmanagers.Select(one => one.Log))}");
        foreach (var alertmanager in _alertmanagers)
            await alertmanager.DisposeAsync();
        if (_fencing is not null)
            await _fencing.DisposeAsync();
        await _azurite.DisposeAsync();
        _nova?.Dispose();
    }

    [Fact]
    public async Task An_alert_that_was_timed_out_and_resumes_with_its_start_keeps_its_host_down()
    {
        const string host = "compute1";
        var alertmanager = await StartAsync();
        var began = await DieAsync(host, alertmanager);
        try
        {
            // Prometheus says until when the alert holds unless it is said again, and then is away.
            await alertmanager.PostAsync(host, began, TimeProvider.System.GetUtcNow() + Ends);
            await HeardAsync(host, "settling");
            await alertmanager.PostAsync(host, began);
            await HeardAsync(host, "pending");
            await StaysDownAsync(host);
        }
        finally
        {
            await EndAsync(host);
        }
    }

    [Fact]
    public async Task Of_a_pair_one_is_cut_off_from_its_Prometheus_and_its_resolved_unsets_nothing()
    {
        const string host = "compute4";
        var connected = await StartAsync();
        var cutOff = await StartAsync(connected);
        var began = await DieAsync(host, connected);
        try
        {
            // Each has its own Prometheus, and one of these goes away.
            await cutOff.PostAsync(host, began, TimeProvider.System.GetUtcNow() + Ends);
            await HeardAsync(host, "settling");
            await HeardAsync(host, "pending");
            await StaysDownAsync(host);
        }
        finally
        {
            await EndAsync(host);
        }
    }

    private async Task<Alertmanager> StartAsync(Alertmanager? peer = null)
    {
        var alertmanager = await Alertmanager.StartAsync(Fencing, isClustered: true, peer);
        _alertmanagers.Add(alertmanager);
        return alertmanager;
    }

    /// <summary>The host dies and is forced down. Returns when its alert began.</summary>
    private async Task<DateTimeOffset> DieAsync(string host, Alertmanager alertmanager)
    {
        await Nova.CrashAsync(host);
        var began = TimeProvider.System.GetUtcNow();
        await alertmanager.PostAsync(host, began);
        await Patience.UntilAsync("it is down", async () => await Fencing.StateAsync(host) == "down");
        return began;
    }

    /// <summary>Until such a verdict is in the ledger.</summary>
    private Task HeardAsync(string host, string reason) => Patience.UntilAsync(
        $"NovaFence says {reason} of {host}", async () => (await Fencing.EventsAsync(host)).Any(happened => happened.Contains($" {reason}:", StringComparison.Ordinal)));

    /// <summary>The settle window ends, the last word received was firing, and nothing was unset meanwhile.</summary>
    private async Task StaysDownAsync(string host)
    {
        await Patience.UntilAsync("the window has ended", async () => (await Fencing.AlertsAsync(host)).Contains("firing"));
        (await Fencing.ConfirmedAsync(host)).Should().Equal("force-down");
        (await Nova.IsForcedDownAsync(host)).Should().BeTrue();
        (await Fencing.FindAsync(host))!["kind"]!.ToString().Should().Be("in sync");
    }

    private async Task EndAsync(string host)
    {
        await RealNova.StartAsync(host);
        await Fencing.CommandAsync(host, false);
    }
}
