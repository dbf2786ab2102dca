namespace NovaFence.Cloud.Tests;

/// <summary>Nova's API or Keystone is away: what was recorded is finished by the server itself once it is back.</summary>
[NeedsRealNova(ThatStops = true)]
[Collection(WithoutTheCloud.Name)]
public sealed class OutageTests : IAsyncLifetime
{
    private const string Host = "compute3";

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
    public async Task What_fires_and_resolves_while_Nova_is_away_is_not_lost()
    {
        _fencing = await Fencing.StartAsync(_azurite.ConnectionString);
        _alertmanager = await Alertmanager.StartAsync(Fencing);
        await Nova.CrashAsync(Host);
        var began = TimeProvider.System.GetUtcNow();
        try
        {
            await WhileNovaIsAwayAsync(async () =>
            {
                await Alertmanager.PostAsync(Host, began);
                // The delivery sends its PUT unseen, for nobody can look. It must have ended: one that Nova answers while it starts would be an operator's to unset.
                await Patience.UntilAsync("the delivery has ended", async () => await Fencing.EventsAsync(Host) is [.., var last] && last.StartsWith("outcome recorded", StringComparison.Ordinal));
                (await Fencing.StateAsync(Host)).Should().Be("forcing_down");
                (await Fencing.AuditAsync())["failure"]!.ToString().Should().StartWith("Nova could not be asked, so nothing was changed");
            });
            await ForcedDownAsync(true);
            // Nova may have done it and not answered in time; then it is asked again.
            await Patience.UntilAsync("the ledger says down", async () => await Fencing.StateAsync(Host) == "down");

            await WhileNovaIsAwayAsync(async () =>
            {
                await Alertmanager.PostAsync(Host, began, TimeProvider.System.GetUtcNow());
                await Patience.UntilAsync("the end is recorded", async () => (await Fencing.EventsAsync(Host))[^1].StartsWith("verdict unset", StringComparison.Ordinal));
                (await Fencing.StateAsync(Host)).Should().Be("down");
            });
            await ForcedDownAsync(false);
            await Patience.UntilAsync("the ledger says clear", async () => await Fencing.StateAsync(Host) == "clear");

            (await Fencing.ConfirmedAsync(Host)).Should().Equal("force-down", "unset");
            (await Alertmanager.FailedRequestsAsync()).Should().Be(0, "what is recorded is answered 200");
        }
        finally
        {
            await RealNova.StartAsync(Host);
            await Nova.SetForcedDownAsync(Host, false);
        }
    }

    [Fact]
    public async Task With_Keystone_away_the_audit_says_so()
    {
        await RealNova.StopAsync("keystone");
        try
        {
            _fencing = await Fencing.StartAsync(_azurite.ConnectionString, isReady: false);
            (await Fencing.AuditAsync())["failure"]!.ToString().Should().StartWith("Nova could not be asked, so nothing was changed").And.Contain("Keystone");
        }
        finally
        {
            await RealNova.StartAsync("keystone");
        }

        await Patience.UntilAsync("the audit is carried out", async () => (await Fencing.AuditAsync())["failure"] is null);
    }

    /// <summary>Nova's API is killed, something happens, and Nova's API is brought back.</summary>
    private async Task WhileNovaIsAwayAsync(Func<Task> happens)
    {
        await RealNova.StopApiAsync();
        try
        {
            await happens();
        }
        finally
        {
            await Nova.StartApiAsync();
        }
    }

    private Task ForcedDownAsync(bool expected) =>
        Patience.UntilAsync($"Nova says forced_down: {expected} of {Host}", async () => await Nova.IsForcedDownAsync(Host) == expected);
}
