using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Ledger;
using NovaFence.IntegrationTests;
using NovaFence.Ledger;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>One cloud with a host for each scene that is played on it, one real ledger, and the processes that come and go on them.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>Forced down by another hand before the first scene, and never touched by ours.</summary>
    public const string Foreign = "foreign";

    private readonly Surroundings _surroundings = new();
    private readonly SandboxCloud _cloud;
    private readonly OpenStackClient _other;
    private readonly ServiceProvider _services;

    private Stage(SandboxCloud cloud, Func<Surroundings, (string Name, string Value)> ledger, TimeSpan lease)
    {
        _cloud = cloud;
        _other = AnotherClient.Of(cloud);
        foreach (var (name, value) in ((string, string)[])
        [
            .. PatientSettings.All,
            ("Cloud__AuthUrl", cloud.AuthUrl.ToString()),
            ("Cloud__ApplicationCredentialId", cloud.Admin.ApplicationCredentialId),
            ("Cloud__ApplicationCredentialSecret", cloud.Admin.ApplicationCredentialSecret),
            ledger(_surroundings),
            ("Ledger__Tables__TableName", "Crash" + Guid.NewGuid().ToString("N")),
            ("Hosts__Labels__0", "host"),
            ("Routes__0__Name", "hosts"),
            ("Routes__0__Match__0", "*"),
            ("Routes__0__Receiver", "alertmanager"),
            ("Routes__0__Evidence", "asserted"),
            ("Routes__0__Release", "immediately"),
            ("Release__SettleTime", "00:00:00"),
            ("Receivers__Alertmanager__Tokens__0", CloudAndLedger.Token),
            ("Access__OperatorTokens__0", CloudAndLedger.OperatorToken),
            ("Receivers__Alertmanager__AnswerWithin", "00:01:00"),
            ("Fencing__Lease", lease.ToString("c", CultureInfo.InvariantCulture)),
            ("Fencing__PutDeadline", "00:00:05"),
            // No audit but those of the play, and nothing that holds a host.
            ("Audit__Schedule", "0 0 0 29 2 *"),
            ("Budget__MaxHosts", "100"),
            ("Budget__MaxShare", "1"),
            ("Storm__MinHosts", "500"),
        ])
        {
            _surroundings.Variables["NovaFence__" + name] = value;
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(_surroundings.Variables.Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value)))
            .Build();
        _services = new ServiceCollection().AddNovaFenceLedger(configuration).BuildServiceProvider();
    }

    private ILedger Ledger => _services.GetRequiredService<ILedger>();

    /// <summary>Ready to be played on.</summary>
    /// <param name="ledger">The setting that says which ledger.</param>
    /// <param name="lease">How long what a process works on is its own.</param>
    /// <param name="scenes">What is played.</param>
    public static async Task<Stage> StartAsync(Func<Surroundings, (string Name, string Value)> ledger, TimeSpan lease, params IReadOnlyList<Scene> scenes)
    {
        var cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [.. scenes.Select(scene => scene.Host), Foreign] });
        foreach (var host in cloud.Hosts)
            cloud.Crash(host);
        var stage = new Stage(cloud, ledger, lease);
        // As after a server's first start: an audit by a command makes no ledger.
        (await stage.Ledger.InitializeAsync(TestContext.Current.CancellationToken)).Should().BeOfType<LedgerResult<bool>.Ok>();
        await stage._other.ForceDownAsync(Foreign, forcedDown: true);
        return stage;
    }

    /// <summary>Another hand forces this host down.</summary>
    public Task ForceDownElsewhereAsync(Scene scene) => _other.ForceDownAsync(scene.Host, forcedDown: true);

    /// <summary>A server that lives, in this process.</summary>
    public Task<LivingServer> LiveAsync() => LivingServer.StartAsync(_surroundings.Variables);

    /// <summary>A process that lives.</summary>
    public Novafence Serve() => Novafence.Start(_surroundings, "serve", "--port", "0");

    /// <summary>The process of this scene lives, gets its delivery and dies. How it ended, what the sender was answered, and how the host stands then.</summary>
    public async Task<(int ExitCode, HttpStatusCode? Answer, Snapshot AtDeath)> KillAsync(Scene scene)
    {
        await using var program = Novafence.StartAs("NovaFence.TestPrograms.dll", _surroundings, $"{scene.Step}", scene.Down ? "down" : "up");
        using var sender = await program.WhenReadyAsync(CloudAndLedger.Token);
        if (!scene.Down)
            (await DeliverAsync(sender, scene, firing: true)).Should().Be(HttpStatusCode.OK, "{0} has to be down first", scene.Host);
        var answer = await DeliverAsync(sender, scene, firing: scene.Down);
        var ended = await program.EndAsync();
        return (ended.ExitCode, answer, await LookAsync(scene));
    }

    /// <summary>Whether the host that another hand forced down still is, and no PUT of ours was about it.</summary>
    public async Task<bool> IsForeignUntouchedAsync() =>
        await _other.IsForcedDownAsync(Foreign) && _cloud.Requests.ServicePuts.Count(put => put.Host == Foreign) == 1;

    /// <summary>An audit by a command.</summary>
    public async Task<Audit> AuditAsync() => new((await Novafence.RunAsync(_surroundings, "audit", "--json")).Json);

    /// <summary>An audit by a server that lives.</summary>
    public static async Task<Audit> AuditAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/audit");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.OperatorToken);
        using var answer = await client.SendAsync(request);
        return new Audit(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>A host as it stands now, in Nova and in the ledger.</summary>
    public async Task<Snapshot> LookAsync(Scene scene)
    {
        var forcedDown = await _other.IsForcedDownAsync(scene.Host);
        var rows = await RowsAsync();
        var puts = _cloud.Requests.ServicePuts;
        var record = rows.GetValueOrDefault(LedgerKey.Host(scene.Host));
        return new Snapshot(
            forcedDown,
            record?["state"]!.GetValue<string>() ?? "clear",
            record?["attempt"]?["until"]!.GetValue<DateTimeOffset>(),
            puts.Count(put => put.Host == scene.Host && put.ForcedDown == true),
            puts.Count(put => put.Host == scene.Host && put.ForcedDown == false));
    }

    /// <summary>How many audits were kept.</summary>
    public async Task<int> AuditsAsync() =>
        (await Novafence.RunAsync(_surroundings, "audit", "--history", "500", "--json")).Json["earlier"]!.AsArray().Count + 1;

    /// <summary>How many hosts count against the budget.</summary>
    public async Task<int> PlacesAsync() => (await RowsAsync()).GetValueOrDefault(LedgerKey.Budget)?["places"]!.AsArray().Count ?? 0;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _other.Dispose();
        await _cloud.DisposeAsync();
        _surroundings.Dispose();
    }

    /// <summary>What the sender is answered; null when there is nobody left to answer.</summary>
    public static async Task<HttpStatusCode?> DeliverAsync(HttpClient sender, Scene scene, bool firing)
    {
        var (status, endsAt) = firing ? ("firing", "0001-01-01T00:00:00Z") : ("resolved", "2026-01-01T00:05:00Z");
        using var delivery = new StringContent(
            $$"""
            {"version":"4","status":"{{status}}","alerts":[{"status":"{{status}}","labels":{"alertname":"HostDown","host":"{{scene.Host}}"},
            "startsAt":"2026-01-01T00:00:00Z","endsAt":"{{endsAt}}","fingerprint":"{{scene.Host}}"}]}
            """,
            null,
            "application/json");
        try
        {
            using var answer = await sender.PostAsync("/api/webhooks/alertmanager", delivery);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<Dictionary<string, JsonNode>> RowsAsync() => await Ledger.ReadAllAsync(CancellationToken.None) is LedgerResult<IReadOnlyList<LedgerRow>>.Ok { Value: var rows }
        ? rows.ToDictionary(row => row.Key, row => JsonNode.Parse(row.Json)!, StringComparer.Ordinal)
        : throw new InvalidOperationException("the ledger cannot be read");
}
