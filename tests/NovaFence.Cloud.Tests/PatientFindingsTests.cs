using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary>The findings that take their time, on hosts of their own, beside the other tests.</summary>
[NeedsRealNova(ThatStops = true)]
[Collection(OnTwoHosts.Name)]
public sealed class PatientFindingsTests : IAsyncLifetime
{
    private const string Silent = "compute1";
    private const string Sick = "compute4";

    private readonly AzuriteFixture _azurite = new();
    private RealNova? _nova;
    private Fencing? _fencing;

    private RealNova Nova => _nova!;

    private Fencing Fencing => _fencing!;

    public async ValueTask InitializeAsync()
    {
        _nova = await RealNova.SignInAsync();
        await _azurite.InitializeAsync();
        _fencing = await Fencing.StartAsync(
            _azurite.ConnectionString,
            true,
            ("Audit__SilentAfter", "00:01:00"), ("Watchdog__Match__0", "alertname=\"Watchdog\""), ("Watchdog__SilentAfter", "00:01:00"),
            ("Routes__1__Name", "sick hosts"), ("Routes__1__Receiver", "alertmanager"), ("Routes__1__Match__0", "alertname=\"HostSick\""), ("Routes__1__Evidence", "asserted"),
            ("Release__OverdueAfter", "00:01:00"));
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"novafence said:\n{_fencing?.Log}");
        if (_fencing is not null)
            await _fencing.DisposeAsync();
        await _azurite.DisposeAsync();
        _nova?.Dispose();
    }

    [Fact]
    public async Task Silence_of_an_alert_and_of_the_watchdog_and_a_nova_compute_that_does_not_come_back()
    {
        await Task.WhenAll(Nova.CrashAsync(Silent), Nova.CrashAsync(Sick));
        var began = TimeProvider.System.GetUtcNow();
        try
        {
            (await Fencing.TellAsync(new JsonObject { ["alertname"] = "Watchdog" }, began)).Outcome!["reason"]!.ToString().Should().StartWith("watchdog");
            (await Fencing.TellAsync(Labels(Silent, "HostDown"), began)).Outcome!["state"]!.ToString().Should().Be("down");
            (await Fencing.TellAsync(Labels(Sick, "HostSick"), began)).Outcome!["state"]!.ToString().Should().Be("down");
            await Fencing.TellAsync(Labels(Sick, "HostSick"), began, TimeProvider.System.GetUtcNow());
            (await Fencing.FindAsync(Sick))!["kind"]!.ToString().Should().Be("awaiting heartbeat");

            await FoundAsync("-", "monitoring silent");
            await FoundAsync(Silent, "stale");
            await FoundAsync(Sick, "overdue");
            (await Nova.IsForcedDownAsync(Sick)).Should().BeTrue("it stands still");

            await Nova.StartComputeAsync(Sick);
            await Patience.UntilAsync("it is unset once it reports", async () => await Fencing.FindAsync(Sick) is null);
            (await Nova.IsForcedDownAsync(Sick)).Should().BeFalse();
        }
        finally
        {
            await RealNova.StartAsync(Sick);
            await RealNova.StartAsync(Silent);
            await Fencing.CommandAsync(Silent, false);
            await Fencing.CommandAsync(Sick, false);
        }
    }

    /// <summary>Audits until it is found. While another test has taken Nova away nothing is.</summary>
    private Task FoundAsync(string host, string kind) =>
        Patience.UntilAsync($"{host} is {kind}", async () => (await Fencing.FindAsync(host))?["kind"]!.ToString() == kind);

    private static JsonObject Labels(string host, string alertname) => new() { ["alertname"] = alertname, ["host"] = host };
}
