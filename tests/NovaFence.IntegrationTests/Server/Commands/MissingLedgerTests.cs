using Azure.Data.Tables;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>A misspelt path, or table, is no empty ledger, in which nothing is down, held or paused: a command says that there is none. What reads it, or pauses hosts for a server, makes none.</summary>
public sealed class MissingLedgerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new() { HasLedger = false };

    public static TheoryData<string> Commands => new()
    {
        "status", "report", "hosts", "events", "events compute1", "audit --history 3", "drill compute1 --reason why", "pause --reason why", "resume", "resume --storm", "ledger adopt",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => _given.Surroundings.File("nosuch");

    private string Path => System.IO.Path.Combine(Folder, "ledger.db");

    public async ValueTask InitializeAsync()
    {
        await _given.InitializeAsync();
        _given.Surroundings.Variables["NovaFence__Ledger__Sqlite__Path"] = Path;
        await File.WriteAllTextAsync(_given.Surroundings.File("delivery.txt"), """{"version":"4","alerts":[{"status":"firing","labels":{"host":"compute1"},"startsAt":"2026-03-14T02:00:00Z","fingerprint":"f1"}]}""", Token);
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_says_so_and_makes_no_file(string line)
    {
        var ended = await RunAsync(line);

        ended.ExitCode.Should().Be(1);
        ended.Output.Should().BeEmpty();
        ended.Error.ReplaceLineEndings(" ").Should().Contain("there is no ledger at").And.Contain(Path).And.Contain("NovaFence:Ledger:Sqlite:Path").And.Contain("start the server first");
        Directory.Exists(Folder).Should().BeFalse();
        _given.Cloud.Requests.ServicePuts.Should().NotContain(put => put.Host != null);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_says_so_and_makes_no_table(string line)
    {
        var table = LeadToTable();

        var ended = await RunAsync(line);

        ended.ExitCode.Should().Be(1);
        ended.Output.Should().BeEmpty();
        ended.Error.ReplaceLineEndings(" ").Should().Contain("there is no ledger").And.Contain(table.Name).And.Contain("NovaFence:Ledger:Tables").And.Contain("start the server first");
        (await ExistsAsync(table)).Should().BeFalse();
    }

    [Theory]
    [InlineData("force-down compute1 --reason why", 0)]
    [InlineData("force-down compute1 --unset", 0)]
    [InlineData("explain delivery.txt", 0)]
    [InlineData("audit", 0)]
    public async Task What_has_a_use_without_a_server_says_so_too_and_makes_one(string line, int exitCode)
    {
        var ended = await RunAsync(line);

        ended.ExitCode.Should().Be(exitCode, "it said {0}", ended.Error);
        ended.Error.ReplaceLineEndings(" ").Should().Contain("there is no ledger at").And.Contain(Path).And.Contain("one is made").And.Contain("NovaFence:Ledger:Sqlite:Path");
        File.Exists(Path).Should().BeTrue();
    }

    [Theory]
    [InlineData("replay .", 0)]
    [InlineData("power", 1)]
    [InlineData("completion bash", 0)]
    public async Task One_that_needs_no_ledger_makes_none_either(string line, int exitCode)
    {
        (await RunAsync(line)).ExitCode.Should().Be(exitCode);

        Directory.Exists(Folder).Should().BeFalse();
    }

    [Fact]
    public async Task Check_warns_of_a_file_that_is_not_there_before_the_first_start_and_makes_none()
    {
        var ended = await _given.RunAsync("check", "--json");

        Warned(ended);
        Directory.Exists(Folder).Should().BeFalse();
    }

    [Fact]
    public async Task Check_warns_of_a_table_that_is_not_there_and_makes_none()
    {
        var table = LeadToTable();

        Warned(await _given.RunAsync("check", "--json"));
        (await ExistsAsync(table)).Should().BeFalse();
    }

    [Fact]
    public async Task An_empty_file_is_none_yet()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllBytesAsync(Path, [], Token);

        (await _given.RunAsync("status")).ExitCode.Should().Be(1);

        new FileInfo(Path).Length.Should().Be(0);
    }

    [Fact]
    public async Task The_server_makes_the_file_and_commands_find_it()
    {
        await using (var server = Novafence.Start(_given.Surroundings, "serve", "--port", "0"))
            (await server.WhenReadyAsync(CloudAndLedger.Token)).Dispose();

        (await _given.RunAsync("hosts")).ExitCode.Should().Be(0);
    }

    private Task<Ended> RunAsync(string line) => _given.RunAsync(line.Replace("delivery.txt", _given.Surroundings.File("delivery.txt"), StringComparison.Ordinal).Split(' '));

    private static void Warned(Ended ended)
    {
        ended.ExitCode.Should().Be(0, "it said {0}", ended.Output);
        var lines = ended.Json.AsArray();
        lines.Select(line => $"{line!["name"]} {line["result"]}").Should().Contain("ledger: read warning").And.Contain("policy: update ok").And.NotContain(line => line.StartsWith("ledger: write", StringComparison.Ordinal));
        lines.Single(line => line!["name"]!.GetValue<string>() == "ledger: read")!["found"]!.GetValue<string>().Should().Contain("there is no ledger");
    }

    private TableClient LeadToTable()
    {
        var table = new TableClient(azurite.ConnectionString, "Nosuch" + Guid.NewGuid().ToString("N"));
        _given.Surroundings.Variables.Remove("NovaFence__Ledger__Sqlite__Path");
        _given.Surroundings.Variables["NovaFence__Ledger__Tables__ConnectionString"] = azurite.ConnectionString;
        _given.Surroundings.Variables["NovaFence__Ledger__Tables__TableName"] = table.Name;
        return table;
    }

    private async Task<bool> ExistsAsync(TableClient table) =>
        await new TableServiceClient(azurite.ConnectionString).QueryAsync(other => other.Name == table.Name, cancellationToken: Token).AnyAsync(Token);
}
