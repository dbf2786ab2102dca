using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>What docs/restore.md says of a ledger that is lost or restored.</summary>
public sealed class LostLedgerTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Ledger => _given.Surroundings.File("ledger.db");

    public ValueTask InitializeAsync() => _given.InitializeAsync();

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Of_a_lost_ledger_our_hosts_become_foreign_and_only_an_operator_raises_them()
    {
        await ServedAsync(async client =>
        {
            _given.Cloud.Crash("compute1");
            (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        });
        _given.Down.Should().Equal("compute1");
        foreach (var file in (string[])["ledger.db", "ledger.db-wal", "ledger.db-shm"])
            File.Delete(_given.Surroundings.File(file));
        var puts = Puts;

        await ServedAsync(async client =>
        {
            (await FindingAsync(client, "compute1")).Should().Be("foreign");
            (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
            (await FindingAsync(client, "compute1")).Should().Be("foreign");
            (await client.DeliverEndAsync("compute1")).Should().Be(HttpStatusCode.OK);
            (await client.PostAsync("/api/audit", null, Token)).EnsureSuccessStatusCode();
            Puts.Should().Be(puts, "nothing is sent to Nova");

            (await _given.RunAsync("force-down", "compute1", "--unset")).ExitCode.Should().Be(0);
            _given.Down.Should().BeEmpty();
        });
    }

    [Fact]
    public async Task Of_a_restored_ledger_what_was_done_since_is_not_done_again_and_not_undone()
    {
        var copy = _given.Surroundings.File("copy");
        await ServedAsync(async client =>
        {
            _given.Cloud.Crash("compute1");
            (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        });
        foreach (var file in Directory.GetFiles(_given.Surroundings.Folder, "ledger.db*"))
            File.Copy(file, copy + Path.GetFileName(file));
        await ServedAsync(async client =>
        {
            _given.Cloud.Boot("compute1");
            (await client.DeliverEndAsync("compute1")).Should().Be(HttpStatusCode.OK);
            _given.Cloud.Crash("compute2");
            (await client.DeliverAsync("compute2")).Should().Be(HttpStatusCode.OK);
        });
        _given.Down.Should().Equal("compute2");
        foreach (var file in Directory.GetFiles(_given.Surroundings.Folder, "ledger.db*"))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(_given.Surroundings.Folder, "copyledger.db*"))
            File.Move(file, Path.Combine(_given.Surroundings.Folder, Path.GetFileName(file)["copy".Length..]));
        File.Exists(Ledger).Should().BeTrue();
        var puts = Puts;

        await ServedAsync(async client =>
        {
            (await FindingAsync(client, "compute1")).Should().Be("fires while up");
            (await FindingAsync(client, "compute2")).Should().Be("foreign");
            (await client.DeliverAsync("compute1", "compute2")).Should().Be(HttpStatusCode.OK);
            Puts.Should().Be(puts, "nothing is sent to Nova");
        });
        _given.Down.Should().Equal("compute2");
    }

    private int Puts => _given.Cloud.Requests.ServicePuts.Count(put => put.Host is not null);

    private async Task ServedAsync(Func<HttpClient, Task> act)
    {
        await using var program = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        await act(client);
        await program.SignalAsync("TERM");
        (await program.EndAsync()).ExitCode.Should().Be(0);
    }

    private static async Task<string?> FindingAsync(HttpClient client, string host)
    {
        using var answer = await client.PostAsync("/api/audit", null, Token);
        var audit = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
        return audit["findings"]!.AsArray().FirstOrDefault(finding => finding!["host"]?.GetValue<string>() == host)?["kind"]?.GetValue<string>();
    }
}
