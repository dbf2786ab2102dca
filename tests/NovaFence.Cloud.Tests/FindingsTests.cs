using System.Net;
using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary>Each finding of the audit, provoked on a real Nova.</summary>
[NeedsRealNova(ThatStops = true)]
[Collection(OneAfterTheOther.Name)]
public sealed class FindingsTests : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();
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
        if (_fencing is not null)
            await _fencing.DisposeAsync();
        await _azurite.DisposeAsync();
        _nova?.Dispose();
    }

    [Fact]
    public async Task What_others_force_down_is_foreign_until_they_unset_it()
    {
        const string host = "compute2";
        await StartAsync();
        await Nova.SetForcedDownAsync(host, true);
        try
        {
            await FindsAsync(host, "foreign");
            (await Nova.IsForcedDownAsync(host)).Should().BeTrue();
        }
        finally
        {
            await Nova.SetForcedDownAsync(host, false);
        }

        (await Fencing.FindAsync(host)).Should().BeNull();
    }

    [Fact]
    public async Task What_others_unset_is_said_and_not_fought_and_asserted_again_where_that_is_wanted()
    {
        const string host = "compute2";
        await StartAsync();
        try
        {
            await DownAsync(host);
            await Nova.SetForcedDownAsync(host, false);
            await FindsAsync(host, "fires while up");
            await Nova.AgedAsync(host);
            await FindsAsync(host, "fires while up");
            (await Nova.IsForcedDownAsync(host)).Should().BeFalse();
            await Fencing.DisposeAsync();

            await StartAsync(("Audit__Reassert", "true"));
            await DownAsync(host);
            await Nova.SetForcedDownAsync(host, false);
            await Patience.UntilAsync("it is forced down again", async () => await Fencing.FindAsync(host) is not null && await Nova.IsForcedDownAsync(host));
            await FindsAsync(host, "in sync");
        }
        finally
        {
            await RealNova.StartAsync(host);
            await Fencing.CommandAsync(host, false);
        }
    }

    [Fact]
    public async Task A_service_that_was_deleted_is_gone_and_an_operator_ends_it()
    {
        const string host = "compute2";
        await StartAsync();
        await DownAsync(host);
        try
        {
            await Nova.DeleteServiceAsync(host);
            // Whether it was deleted for good its alert's end does not say.
            await EndAsync(host);
            await FindsAsync(host, "gone");
            await Fencing.CommandAsync(host, false);
            (await Fencing.FindAsync(host)).Should().BeNull();
        }
        finally
        {
            await Nova.RegisterAnewAsync(host);
        }
    }

    [Fact]
    public async Task An_evacuation_in_flight_is_waited_for_also_by_an_immediate_release_and_done_ones_until_the_restart()
    {
        const string host = "compute5";
        await StartAsync();
        var server = await Nova.CreateServerAsync(host);
        try
        {
            await DownAsync(host);
            // It is accepted for a host that Nova still believes in, and stays so until that one's nova-compute takes it up.
            await RealNova.StopAsync("compute2");
            await Nova.EvacuateAsync(server, "compute2");
            (await EndAsync(host)).Outcome!["reason"]!.ToString().Should().StartWith("evacuation in flight");
            (await FindsAsync(host, "awaiting operator"))["to_do"]!.ToString().Should().Contain("an evacuation from it is in flight");
            (await Nova.IsForcedDownAsync(host)).Should().BeTrue();

            await Nova.StartComputeAsync("compute2");
            await Patience.UntilAsync("the evacuation is done", async () => await Nova.EvacuationStatusAsync(server) == "done");
            await Patience.UntilAsync("the restart is waited for", async () => (await Fencing.FindAsync(host))?["kind"]!.ToString() == "awaiting restart");
            (await Nova.IsForcedDownAsync(host)).Should().BeTrue();

            await Nova.StartComputeAsync(host);
            await Patience.UntilAsync("it is unset", async () => !await Nova.IsForcedDownAsync(host));
        }
        finally
        {
            await RealNova.StartAsync("compute2");
            await RealNova.StartAsync(host);
            await Nova.DeleteServerAsync(server);
            await Fencing.CommandAsync(host, false);
        }
    }

    [Fact]
    public async Task With_the_ledger_away_the_audit_says_so()
    {
        await StartAsync();
        await _azurite.DisposeAsync();

        (await Fencing.AuditAsync())["failure"]!.ToString().Should().StartWith("the ledger: ");
    }

    [Fact]
    public async Task What_is_not_believed_is_held()
    {
        await StartAsync();
        await Fencing.TellAsync(Labels("compute2"), _began, fenced: false);

        (await FindsAsync("compute2", "held"))["to_do"]!.ToString().Should().StartWith("no evidence");
    }

    private async Task StartAsync(params IEnumerable<(string Key, string Value)> more) => _fencing = await Fencing.StartAsync(_azurite.ConnectionString, true, more);

    private async Task DownAsync(string host)
    {
        await Nova.CrashAsync(host);
        (await TellAsync(host)).Outcome!["state"]!.ToString().Should().Be("down");
        (await Nova.IsForcedDownAsync(host)).Should().BeTrue();
    }

    private Task<(HttpStatusCode Status, JsonNode? Outcome)> TellAsync(string host) => Fencing.TellAsync(Labels(host), _began);

    private Task<(HttpStatusCode Status, JsonNode? Outcome)> EndAsync(string host) => Fencing.TellAsync(Labels(host), _began, TimeProvider.System.GetUtcNow());

    private async Task<JsonNode> FindsAsync(string host, string kind)
    {
        var finding = await Fencing.FindAsync(host);
        finding?["kind"]!.ToString().Should().Be(kind, finding?.ToJsonString() ?? "nothing was found");
        return finding!;
    }

    private static JsonObject Labels(string host) => new() { ["alertname"] = "HostDown", ["host"] = host };
}
