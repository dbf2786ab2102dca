using NovaFence.Testing;

namespace NovaFence.Cloud.Tests;

/// <summary>Alertmanager → <c>novafence serve</c> → a real Nova, with Azurite as the ledger, and all of them processes of their own.</summary>
[Collection(OneAfterTheOther.Name)]
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
        _fencing = await Fencing.StartAsync(_azurite.ConnectionString);
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
    public async Task A_firing_alert_forces_the_host_down_and_its_resolved_unsets_it()
    {
        const string host = "compute2";
        var began = TimeProvider.System.GetUtcNow();

        await Alertmanager.PostAsync(host, began);
        await ForcedDownAsync(host, true);
        await Patience.UntilAsync("the ledger says down", async () => await Fencing.StateAsync(host) == "down");

        await Alertmanager.PostAsync(host, began, TimeProvider.System.GetUtcNow());
        await ForcedDownAsync(host, false);
        await Patience.UntilAsync("the ledger says clear", async () => await Fencing.StateAsync(host) == "clear");

        (await Fencing.ConfirmedAsync(host)).Should().Equal("force-down", "unset");
        (await Alertmanager.FailedRequestsAsync()).Should().Be(0);
        Fencing.Log.Should().NotContainAny(Fencing.Secrets);
    }

    [Fact]
    public async Task What_fires_and_resolves_while_Nova_is_away_is_not_lost()
    {
        const string host = "compute3";
        var began = TimeProvider.System.GetUtcNow();

        await WhileNovaIsAwayAsync(() => Alertmanager.PostAsync(host, began), host, "forcing_down");
        await ForcedDownAsync(host, true);
        // Nova may have done it and not answered in time; then it is asked again.
        await Patience.UntilAsync("the ledger says down", async () => await Fencing.StateAsync(host) == "down");

        await WhileNovaIsAwayAsync(() => Alertmanager.PostAsync(host, began, TimeProvider.System.GetUtcNow()), host, "releasing");
        await ForcedDownAsync(host, false);

        await Patience.UntilAsync("the ledger says clear", async () => await Fencing.StateAsync(host) == "clear");
        (await Fencing.ConfirmedAsync(host)).Should().Equal("force-down", "unset");
    }

    [Fact]
    public async Task What_does_not_say_that_the_host_is_fenced_is_held_and_Nova_hears_nothing_of_it()
    {
        const string host = "compute2";
        var began = TimeProvider.System.GetUtcNow();

        await Alertmanager.PostAsync(host, began, fenced: false);
        await Patience.UntilAsync("it is held", () => Fencing.IsHeldAsync(host));
        (await Nova.IsForcedDownAsync(host)).Should().BeFalse();

        await Alertmanager.PostAsync(host, began, TimeProvider.System.GetUtcNow());
        await Patience.UntilAsync("it is held no more", async () => !await Fencing.IsHeldAsync(host));
        (await Fencing.ConfirmedAsync(host)).Should().BeEmpty();
    }

    /// <summary>Nova's API is killed, the alert comes, is written down and answered 503, and Nova's API is brought back.</summary>
    private async Task WhileNovaIsAwayAsync(Func<Task> post, string host, string intended)
    {
        var failed = await Alertmanager.FailedRequestsAsync();
        await RealNova.StopApiAsync();
        try
        {
            await post();
            await Patience.UntilAsync("Alertmanager was answered 503", async () => await Alertmanager.FailedRequestsAsync() > failed);
            (await Fencing.StateAsync(host)).Should().Be(intended);
        }
        finally
        {
            await Nova.StartApiAsync();
        }
    }

    private Task ForcedDownAsync(string host, bool expected) =>
        Patience.UntilAsync($"Nova says forced_down: {expected} of {host}", async () => await Nova.IsForcedDownAsync(host) == expected);
}
