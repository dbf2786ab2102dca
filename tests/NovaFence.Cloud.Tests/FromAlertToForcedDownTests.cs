namespace NovaFence.Cloud.Tests;

/// <summary>Alertmanager → <c>novafence serve</c> → a real Nova, with Azurite as the ledger, and all of them processes of their own.</summary>
[NeedsRealNova(ThatStops = true)]
[Collection(OnOneHost.Name)]
public sealed class FromAlertToForcedDownTests : IAsyncLifetime
{
    // Not a fixture of the assembly: without a real cloud nobody needs it.
    private readonly AzuriteFixture _azurite = new();
    private RealNova? _nova;
    private Fencing? _fencing;
    private Alertmanager? _alertmanager;

    private RealNova Nova => _nova!;

    private Fencing Fencing => _fencing!;

    private Alertmanager Alertmanager => _alertmanager!;

    public async ValueTask InitializeAsync()
    {
        _nova = await RealNova.SignInAsync();
        await _azurite.InitializeAsync();
        // The README's own release, with a settle window that a test can wait for.
        _fencing = await Fencing.StartAsync(_azurite.ConnectionString, true, ("Routes__0__Release", "whenHealthy"), ("Release__SettleTime", "00:00:05"));
        _alertmanager = await Alertmanager.StartAsync(_fencing);
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"novafence said:\n{_fencing?.Log}\n\nAlertmanager said:\n{_alertmanager?.Log}");
        if (_alertmanager is not null)
            await _alertmanager.DisposeAsync();
        if (_fencing is not null)
            await _fencing.DisposeAsync();
        await _azurite.DisposeAsync();
        _nova?.Dispose();
    }

    [Fact]
    public async Task A_firing_alert_forces_the_stopped_host_down_and_it_is_unset_when_it_is_resolved_and_reports_again()
    {
        const string host = "compute3";
        await RealNova.KillAsync(host);
        var began = TimeProvider.System.GetUtcNow();

        // Its last report is younger than a living host's may be, unless all this took so long: the alert is contradicted until it has aged.
        await Alertmanager.PostAsync(host, began);
        await ForcedDownAsync(host, true);
        await Patience.UntilAsync("the ledger says down", async () => await Fencing.StateAsync(host) == "down");
        (await Fencing.EventsAsync(host))[0].Should().MatchRegex("^(verdict held contradicted|intent force-down)");

        await Nova.StartComputeAsync(host);
        await Alertmanager.PostAsync(host, began, TimeProvider.System.GetUtcNow());
        await ForcedDownAsync(host, false);
        await Patience.UntilAsync("the ledger says clear", async () => await Fencing.StateAsync(host) == "clear");

        (await Fencing.ConfirmedAsync(host)).Should().Equal("force-down", "unset");
        (await Alertmanager.FailedRequestsAsync()).Should().Be(0);
        Fencing.Log.Should().NotContainAny(Fencing.Secrets);
    }

    [Fact]
    public async Task What_does_not_say_that_the_host_is_fenced_is_held_and_Nova_hears_nothing_of_it()
    {
        const string host = "compute3";
        var began = TimeProvider.System.GetUtcNow();

        await Alertmanager.PostAsync(host, began, fenced: false);
        await Patience.UntilAsync("it is held", () => Fencing.IsHeldAsync(host));
        (await Nova.IsForcedDownAsync(host)).Should().BeFalse();

        await Alertmanager.PostAsync(host, began, TimeProvider.System.GetUtcNow());
        await Patience.UntilAsync("it is held no more", async () => !await Fencing.IsHeldAsync(host));
        (await Fencing.ConfirmedAsync(host)).Should().BeEmpty();
    }

    private Task ForcedDownAsync(string host, bool expected) =>
        Patience.UntilAsync($"Nova says forced_down: {expected} of {host}", async () => await Nova.IsForcedDownAsync(host) == expected);
}
