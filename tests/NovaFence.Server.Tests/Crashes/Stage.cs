using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>One cloud with a host for each scene, one real ledger, and the processes that come and go on them.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Surroundings _surroundings = new();
    private readonly SandboxCloud _cloud;
    private readonly ServiceProvider _services;

    private Stage(SandboxCloud cloud, Func<Surroundings, (string Name, string Value)> ledger)
    {
        _cloud = cloud;
        foreach (var (name, value) in new (string, string)[]
        {
            ("Cloud__AuthUrl", cloud.AuthUrl.ToString()),
            ("Cloud__ApplicationCredentialId", cloud.Admin.ApplicationCredentialId),
            ("Cloud__ApplicationCredentialSecret", cloud.Admin.ApplicationCredentialSecret),
            ledger(_surroundings),
            ("Ledger__Tables__TableName", "Crash" + Guid.NewGuid().ToString("N")),
            ("Ledger__Partition", "crashes"),
            ("Ledger__Timeout", "00:00:30"),
            ("Routes__0__Receiver", "alertmanager"),
            ("Routes__0__Evidence", "asserted"),
            ("Routes__0__Release", "immediately"),
            ("Receivers__Alertmanager__Tokens__0", CloudAndLedger.Token),
            ("Receivers__Alertmanager__AnswerWithin", "00:01:00"),
            // The shortest that there is.
            ("Fencing__Lease", "00:00:10"),
            ("Fencing__PutDeadline", "00:00:05"),
            // No audit but those of the play, and nothing that holds a host.
            ("Audit__Schedule", "0 0 0 29 2 *"),
            ("Budget__MaxHosts", "100"),
            ("Budget__MaxShare", "1"),
            ("Storm__MinHosts", "500"),
        })
        {
            _surroundings.Variables["NovaFence__" + name] = value;
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(_surroundings.Variables.Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value)))
            .Build();
        _services = new ServiceCollection().AddNovaFenceLedger(configuration).BuildServiceProvider();
    }

    /// <summary>All PUTs so far.</summary>
    public int Puts => _cloud.Requests.ServicePuts.Count;

    private ILedger Ledger => _services.GetRequiredService<ILedger>();

    /// <summary>Ready to be played on.</summary>
    /// <param name="ledger">The setting that says which ledger.</param>
    public static async Task<Stage> StartAsync(Func<Surroundings, (string Name, string Value)> ledger)
    {
        var cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [.. Scene.All.Select(scene => scene.Host)] });
        return new Stage(cloud, ledger);
    }

    /// <summary>The process of this scene lives, gets its delivery and dies. How it ended, and what the sender was answered.</summary>
    public async Task<(int ExitCode, HttpStatusCode? Answer)> KillAsync(Scene scene)
    {
        await using var program = Novafence.StartAs("NovaFence.Crashing.dll", _surroundings, $"{scene.Step}", scene.Down ? "down" : "up");
        using var sender = await program.WhenReadyAsync(CloudAndLedger.Token);
        if (!scene.Down)
            (await DeliverAsync(sender, scene, firing: true)).Should().Be(HttpStatusCode.OK, "{0} has to be down first", scene.Host);
        var answer = await DeliverAsync(sender, scene, firing: scene.Down);
        return ((await program.EndAsync()).ExitCode, answer);
    }

    /// <summary>The senders deliver once more what was never answered, to a process that lives.</summary>
    public async Task<IReadOnlyDictionary<Scene, HttpStatusCode?>> RepeatAsync()
    {
        await using var program = Novafence.Start(_surroundings, "serve", "--port", "0");
        using var sender = await program.WhenReadyAsync(CloudAndLedger.Token);
        var answers = await Task.WhenAll(Scene.All.Select(async scene => (scene, Answer: await DeliverAsync(sender, scene, firing: scene.Down))));
        return answers.ToDictionary(given => given.scene, given => given.Answer);
    }

    public async Task<Audit> AuditAsync() => new(await Novafence.RunAsync(_surroundings, "audit", "--json"));

    /// <summary>Every host as it stands now, in Nova and in the ledger.</summary>
    public async Task<IReadOnlyDictionary<Scene, Snapshot>> LookAsync()
    {
        var listed = await OpenStackClient.AskAsync(_cloud, HttpMethod.Get, "/os-services?binary=nova-compute");
        var forcedDown = listed!["services"]!.AsArray().ToDictionary(
            service => service!["host"]!.GetValue<string>(), service => service!["forced_down"]!.GetValue<bool>(), StringComparer.Ordinal);
        var rows = await RowsAsync();
        var puts = _cloud.Requests.ServicePuts;
        return Scene.All.ToDictionary(scene => scene, scene =>
        {
            var record = rows.GetValueOrDefault(LedgerKey.Host(scene.Host));
            return new Snapshot(
                forcedDown[scene.Host],
                record?["state"]!.GetValue<string>() ?? "clear",
                record?["attempt"]?["until"]!.GetValue<DateTimeOffset>(),
                puts.Count(put => put.Host == scene.Host && put.ForcedDown == true),
                puts.Count(put => put.Host == scene.Host && put.ForcedDown == false));
        });
    }

    /// <summary>How many hosts count against the budget.</summary>
    public async Task<int> PlacesAsync() => (await RowsAsync())[LedgerKey.Budget]["places"]!.AsArray().Count;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _cloud.DisposeAsync();
        _surroundings.Dispose();
    }

    /// <summary>What the sender is answered; null when there is nobody left to answer.</summary>
    private static async Task<HttpStatusCode?> DeliverAsync(HttpClient sender, Scene scene, bool firing)
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
