using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary>What the look before a PUT sees on a real Nova: another hand's force-down, a nova-compute that lives, a person's status.</summary>
[NeedsRealNova(ThatStops = true)]
[Collection(OnOneHost.Name)]
public sealed class LookTests : IAsyncLifetime
{
    private const string Host = "compute3";

    private readonly AzuriteFixture _azurite = new();
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();
    private readonly string _table = $"T{Guid.NewGuid():N}";
    private RealNova? _nova;
    private Fencing? _fencing;

    private RealNova Nova => _nova!;

    private Fencing Fencing => _fencing!;

    public async ValueTask InitializeAsync()
    {
        _nova = await RealNova.SignInAsync();
        await _azurite.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"novafence said:\n{_fencing?.Log}");
        if (_nova is not null)
        {
            await RealNova.StartAsync(Host);
            await _nova.SetForcedDownAsync(Host, false);
        }

        if (_fencing is not null)
            await _fencing.DisposeAsync();
        await _azurite.DisposeAsync();
        _nova?.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forced_down_by_another_hand_before_the_alert_it_is_not_ours(bool restarted)
    {
        await StartAsync();
        await Fencing.AuditAsync();
        // After the last listing; and a restart knows the fleet by its ledger, which does not say who is forced down.
        await Nova.SetForcedDownAsync(Host, true);
        if (restarted)
        {
            await Fencing.DisposeAsync();
            await StartAsync();
        }

        Reason(await FiringAsync()).Should().StartWith("foreign");
        await ResolvedAsync();

        (await Fencing.FindAsync(Host))!["kind"]!.ToString().Should().Be("foreign");
        (await Nova.IsForcedDownAsync(Host)).Should().BeTrue();
        (await Fencing.ConfirmedAsync(Host)).Should().BeEmpty();
    }

    [Fact]
    public async Task Forced_down_by_another_hand_after_us_it_is_ours()
    {
        await StartAsync();
        await Nova.CrashAsync(Host);
        State(await FiringAsync()).Should().Be("down");
        await Nova.SetForcedDownAsync(Host, true);

        (await Fencing.FindAsync(Host))!["kind"]!.ToString().Should().Be("in sync");
        State(await ResolvedAsync()).Should().Be("clear");
        (await Nova.IsForcedDownAsync(Host)).Should().BeFalse();
    }

    [Fact]
    public async Task A_host_whose_nova_compute_lives_is_not_forced_down_however_often_its_alert_is_decided()
    {
        await StartAsync();
        await Nova.StartComputeAsync(Host);
        await Patience.UntilAsync("it is up", () => Nova.IsUpAsync(Host));
        var reported = await Nova.ReportedAtAsync(Host);
        await Patience.UntilAsync("it reports", async () => await Nova.ReportedAtAsync(Host) > reported);

        Reason(await FiringAsync()).Should().StartWith("contradicted");
        reported = await Nova.ReportedAtAsync(Host);
        await Patience.UntilAsync("it has reported twice more, and its hold was decided anew", async () =>
            await Nova.ReportedAtAsync(Host) > reported + TimeSpan.FromSeconds(15) && Reason(await FiringAsync()).Contains("has reported again", StringComparison.Ordinal));

        (await Nova.IsForcedDownAsync(Host)).Should().BeFalse();
        (await Fencing.ConfirmedAsync(Host)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_person_made_of_a_host_that_was_disabled_with_its_force_down_is_left_alone()
    {
        await StartAsync(("Fencing__Disable", "true"));
        await Nova.CrashAsync(Host);
        State(await FiringAsync()).Should().Be("down");
        (await Nova.StatusAsync(Host)).Status.Should().Be("disabled");
        try
        {
            await Nova.DisableAsync(Host, "its memory is replaced");

            State(await ResolvedAsync()).Should().Be("clear");
            (await Nova.IsForcedDownAsync(Host)).Should().BeFalse();
            (await Nova.StatusAsync(Host)).Should().Be(("disabled", "its memory is replaced"));
        }
        finally
        {
            await Nova.EnableAsync(Host);
        }
    }

    private async Task StartAsync(params IEnumerable<(string Key, string Value)> more) =>
        _fencing = await Fencing.StartAsync(_azurite.ConnectionString, true, [("Ledger__Tables__TableName", _table), .. more]);

    private async Task<JsonNode> FiringAsync() => (await Fencing.TellAsync(Labels, _began)).Outcome!;

    private async Task<JsonNode> ResolvedAsync() => (await Fencing.TellAsync(Labels, _began, TimeProvider.System.GetUtcNow())).Outcome!;

    private static string Reason(JsonNode outcome) => (string)outcome["reason"]!;

    private static string? State(JsonNode outcome) => (string?)outcome["state"];

    private static JsonObject Labels => new() { ["alertname"] = "HostDown", ["host"] = Host };
}
