using System.Text.Json.Nodes;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Storms;

/// <summary>Ten processes, one ledger on Table Storage, forty hosts that alert at the same moment.</summary>
[NeedsTime("ten processes start; several instances in one process are run always")]
public sealed class TenProcessesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Hosts = 40;
    private readonly Surroundings _surroundings = new();
    private readonly List<Novafence> _programs = [];
    private readonly List<HttpClient> _clients = [];
    private SandboxCloud _cloud = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [.. Enumerable.Range(1, Hosts).Select(number => $"compute{number}")] }, Stop);
        foreach (var host in _cloud.Hosts)
            _cloud.Crash(host);
        foreach (var (name, value) in ((string, string)[])
        [
            .. PatientSettings.All,
            ("Cloud__AuthUrl", _cloud.AuthUrl.ToString()),
            ("Cloud__ApplicationCredentialId", _cloud.Admin.ApplicationCredentialId),
            ("Cloud__ApplicationCredentialSecret", _cloud.Admin.ApplicationCredentialSecret),
            ("Ledger__Tables__ConnectionString", azurite.ConnectionString),
            ("Ledger__Tables__TableName", "Ten" + Guid.NewGuid().ToString("N")),
            // On a machine that is busy enough an outcome comes late, and who then takes over sends the same PUT again.
            ("Fencing__Lease", "00:05:00"),
            ("Hosts__Labels__0", "host"),
            ("Routes__0__Name", "hosts"),
            ("Routes__0__Match__0", "*"),
            ("Routes__0__Receiver", "alertmanager"),
            ("Routes__0__Evidence", "asserted"),
            ("Routes__0__Release", "immediately"),
            ("Receivers__Alertmanager__Tokens__0", CloudAndLedger.Token),
            ("Receivers__Alertmanager__AnswerWithin", "00:01:00"),
            ("Access__OperatorTokens__0", CloudAndLedger.OperatorToken),
        ])
        {
            _surroundings.Variables["NovaFence__" + name] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Task.WhenAll(_programs.Select(program => program.DisposeAsync().AsTask()));
        await _cloud.DisposeAsync();
        _surroundings.Dispose();
    }

    [Fact]
    public async Task Exactly_as_many_are_forced_down_as_the_budget_says()
    {
        // Else the breaker would be the first to object.
        _surroundings.Variables["NovaFence__Storm__MinHosts"] = "500";
        await StartAsync();

        var reasons = await StormAsync();

        _cloud.Requests.ServicePuts.Should().HaveCount(3).And.OnlyContain(put => put.ForcedDown == true);
        reasons.Count(reason => reason.StartsWith("forced down", StringComparison.Ordinal)).Should().Be(3);
        reasons.Count(reason => reason.StartsWith("budget: 3 hosts are down or going down, and 3 may be", StringComparison.Ordinal)).Should().Be(37);
    }

    private async Task StartAsync()
    {
        foreach (var _ in Enumerable.Range(0, 10))
            _programs.Add(Novafence.Start(_surroundings, "serve", "--port", "0"));
        foreach (var program in _programs)
            _clients.Add(await program.WhenReadyAsync(CloudAndLedger.Token));
    }

    /// <summary>One delivery for each host, all at once, four to each process; what is answered 503 is delivered again. The reasons of the last answers.</summary>
    private async Task<IReadOnlyList<string>> StormAsync() => await Task.WhenAll(Enumerable.Range(1, Hosts).Select(async number =>
    {
        while (true)
        {
            using var delivery = new StringContent(
                $$"""
                {"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"HostDown","host":"compute{{number}}"},
                "startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"{{number:x16}}"}]}
                """,
                null,
                "application/json");
            using var answer = await _clients[number % _clients.Count].PostAsync("/api/webhooks/alertmanager", delivery, Stop);
            if ((int)answer.StatusCode != 503)
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["outcomes"]![0]!["reason"]!.GetValue<string>();
        }
    }));
}
