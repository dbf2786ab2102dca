using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Testing;

namespace NovaFence.Cloud.Tests;

/// <summary>Each finding of the audit, provoked on a real Nova.</summary>
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
        await DownAsync(host);
        await Nova.SetForcedDownAsync(host, false);
        await FindsAsync(host, "cleared elsewhere");
        (await Nova.IsForcedDownAsync(host)).Should().BeFalse();
        await Fencing.DisposeAsync();

        await StartAsync(("Audit__Reassert", "true"));
        await DownAsync(host);
        await Nova.SetForcedDownAsync(host, false);
        (await FindsAsync(host, "cleared elsewhere"))["did"]!.ToString().Should().Be("forced it down again");
        (await Nova.IsForcedDownAsync(host)).Should().BeTrue();
        await FindsAsync(host, "in sync");
        await Fencing.CommandAsync(host, false);
    }

    [Fact]
    public async Task A_service_that_was_deleted_is_gone_and_an_operator_ends_it()
    {
        const string host = "compute3";
        await StartAsync();
        await DownAsync(host);
        await RealNova.StopAsync(host);
        try
        {
            await Nova.DeleteServiceAsync(host);
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
    public async Task An_evacuation_in_flight_is_waited_for_and_done_ones_until_the_restart()
    {
        const string host = "compute5";
        await StartAsync(Healthy);
        var server = await Nova.CreateServerAsync(host);
        try
        {
            await DownAsync(host, "HostSick");
            // It is accepted for a host that Nova still believes in, and stays so until that one's nova-compute takes it up.
            await RealNova.StopAsync("compute2");
            await Nova.EvacuateAsync(server, "compute2");
            await EndAsync(host, "HostSick");
            await Patience.UntilAsync("only the evacuation is missing", async () => (await FindsAsync(host, "awaiting heartbeat"))["did"]!.ToString() == "waits: 1 evacuations from it are under way");
            (await Nova.IsForcedDownAsync(host)).Should().BeTrue();

            await Nova.StartComputeAsync("compute2");
            await Patience.UntilAsync("the evacuation is done", async () => await Nova.EvacuationStatusAsync(server) == "done");
            (await FindsAsync(host, "awaiting restart"))["to_do"]!.ToString().Should().Contain("restart nova-compute");
            (await Nova.IsForcedDownAsync(host)).Should().BeTrue();

            await RealNova.StopAsync(host);
            await Nova.StartComputeAsync(host);
            await Patience.UntilAsync("the audit has unset it", async () => await Fencing.FindAsync(host) is null);
            (await Nova.IsForcedDownAsync(host)).Should().BeFalse();
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
    public async Task With_Nova_away_the_audit_says_so_and_finishes_afterwards_what_was_not_done()
    {
        const string host = "compute2";
        await StartAsync();
        await RealNova.StopApiAsync();
        try
        {
            (await TellAsync(host)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await Fencing.AuditAsync())["failure"]!.ToString().Should().StartWith("Nova could not be asked; nothing was changed");
        }
        finally
        {
            await Nova.StartApiAsync();
        }

        await Patience.UntilAsync("the lease has ended", async () => (await FindsAsync(host, "incomplete"))["did"]!.ToString() == "forced it down");
        (await Nova.IsForcedDownAsync(host)).Should().BeTrue();
        await Fencing.CommandAsync(host, false);
    }

    [Fact]
    public async Task With_Keystone_away_the_audit_says_so()
    {
        await RealNova.StopAsync("keystone");
        try
        {
            _fencing = await Fencing.StartAsync(_azurite.ConnectionString, isReady: false);
            (await Fencing.AuditAsync())["failure"]!.ToString().Should().StartWith("Nova could not be asked; nothing was changed").And.Contain("Keystone");
        }
        finally
        {
            await RealNova.StartAsync("keystone");
        }

        await Patience.UntilAsync("the audit is carried out", async () => (await Fencing.AuditAsync())["failure"] is null);
    }

    [Fact]
    public async Task With_the_ledger_away_the_audit_says_so()
    {
        await StartAsync();
        await _azurite.DisposeAsync();

        (await Fencing.AuditAsync())["failure"]!.ToString().Should().StartWith("the ledger could not be read");
    }

    [Fact]
    public async Task What_is_not_believed_is_held()
    {
        await StartAsync();
        await Fencing.TellAsync(Labels("compute2", "HostDown"), _began, fenced: false);

        (await FindsAsync("compute2", "held"))["to_do"]!.ToString().Should().StartWith("no evidence");
    }

    /// <summary>A second route, which releases when the host is seen to live.</summary>
    private static (string, string)[] Healthy { get; } =
    [
        ("Routes__1__Name", "sick hosts"), ("Routes__1__Receiver", "alertmanager"), ("Routes__1__Match__0", "alertname=\"HostSick\""), ("Routes__1__Evidence", "asserted"),
        ("Release__SettleTime", "00:00:00"),
    ];

    private async Task StartAsync(params IEnumerable<(string Key, string Value)> more) => _fencing = await Fencing.StartAsync(_azurite.ConnectionString, true, more);

    private async Task DownAsync(string host, string alertname = "HostDown")
    {
        (await TellAsync(host, alertname)).Outcome!["state"]!.ToString().Should().Be("down");
        (await Nova.IsForcedDownAsync(host)).Should().BeTrue();
    }

    private Task<(HttpStatusCode Status, JsonNode? Outcome)> TellAsync(string host, string alertname = "HostDown") => Fencing.TellAsync(Labels(host, alertname), _began);

    private Task<(HttpStatusCode Status, JsonNode? Outcome)> EndAsync(string host, string alertname) => Fencing.TellAsync(Labels(host, alertname), _began, TimeProvider.System.GetUtcNow());

    private async Task<JsonNode> FindsAsync(string host, string kind)
    {
        var finding = await Fencing.FindAsync(host);
        finding?["kind"]!.ToString().Should().Be(kind, finding?.ToJsonString() ?? "nothing was found");
        return finding!;
    }

    private static JsonObject Labels(string host, string alertname) => new() { ["alertname"] = alertname, ["host"] = host };
}
