using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>An operator pauses and resumes on the command line, and sees what is paused.</summary>
public sealed class PauseCommandTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    public ValueTask InitializeAsync() => _given.InitializeAsync();

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_host_is_paused_shown_and_resumed()
    {
        var paused = await _given.RunAsync("pause", "--host", "COMPUTE1", "--for", "1h30m", "--reason", "new RAM", "--json");
        paused.ExitCode.Should().Be(0, "it said {0}", paused.Error);
        var pause = paused.Json["pauses"]!.AsArray().Should().ContainSingle().Which!;
        (pause["host"]!.GetValue<string>(), pause["reason"]!.GetValue<string>()).Should().Be(("compute1", "new RAM"));
        (pause["until"]!.GetValue<DateTimeOffset>() - pause["since"]!.GetValue<DateTimeOffset>()).Should().Be(TimeSpan.FromMinutes(90));
        pause["by"]!.GetValue<string>().Should().StartWith("cli ");

        var hosts = (await _given.RunAsync("hosts", "--json")).Json["hosts"]!.AsArray();
        Paused(hosts, "compute1")!["reason"]!.GetValue<string>().Should().Be("new RAM");
        Paused(hosts, "compute2").Should().BeNull();

        var all = await _given.RunAsync("pause", "--reason", "switch upgrade");
        all.ExitCode.Should().Be(0);
        all.Output.Should().Contain("paused: everything, until somebody resumes: switch upgrade").And.Contain("paused: compute1, until ");
        var table = (await _given.RunAsync("hosts")).Output;
        table.Split("paused: everything").Should().HaveCount(2, "it is said once");

        var none = await _given.RunAsync("resume");
        none.ExitCode.Should().Be(0);
        none.Output.Should().NotContain("everything").And.Contain("compute1");
        (await _given.RunAsync("resume", "--host", "compute1")).Output.Should().Contain("Nothing is paused any more");
        (await _given.RunAsync("resume", "--storm")).Output.Should().Contain("The storm is over").And.NotContain("Nothing is paused any more");
        (await _given.RunAsync("resume", "--json")).Json["pauses"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task In_another_folder_than_the_server_s_nothing_is_paused_in_a_ledger_of_its_own()
    {
        (await _given.RunAsync("hosts")).ExitCode.Should().Be(0, "it finds the ledger that the test names by its whole path");
        _given.Surroundings.Variables["NovaFence__Ledger__Sqlite__Path"] = "other.db";

        var paused = await _given.RunAsync("pause", "--reason", "switch upgrade");

        (paused.ExitCode, paused.IsExplained).Should().Be((1, true));
        paused.Error.Should().Contain(_given.Surroundings.File("other.db")).And.Contain("NovaFence:Ledger:Sqlite:Path");
        File.Exists(_given.Surroundings.File("other.db")).Should().BeFalse();
        _given.Surroundings.Variables["NovaFence__Ledger__Sqlite__Path"] = "ledger.db";
        (await _given.RunAsync("pause", "--reason", "switch upgrade")).ExitCode.Should().Be(0, "in the server's folder it is the server's");
    }

    [Fact]
    public async Task A_receiver_is_told_again_by_its_name_and_check_lists_it_without_its_secrets()
    {
        const string secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        _given.Surroundings.Variables["NovaFence__Notify__0__Name"] = "ops";
        _given.Surroundings.Variables["NovaFence__Notify__0__Url"] = "https://ops.example.org/hooks/5eCret-path";
        _given.Surroundings.Variables["NovaFence__Notify__0__Secrets__0"] = secret;

        var resumed = await _given.RunAsync("resume", "--notify", "ops");
        (resumed.ExitCode, resumed.Output.Trim()).Should().Be((0, "The receiver ops is told what happens from now on."));
        var wrong = await _given.RunAsync("resume", "--notify", "opps");
        (wrong.ExitCode, wrong.IsExplained).Should().Be((1, true));
        wrong.Error.Should().Contain("ops");
        (await _given.RunAsync("resume", "--notify", "ops", "--storm")).ExitCode.Should().Be(2);

        var check = await _given.RunAsync("check");
        check.Output.Should().Contain("notify: ops").And.Contain("CloudEvents to https://ops.example.org").And.NotContain("5eCret").And.NotContain(secret);
    }

    [Fact]
    public async Task A_host_that_Nova_does_not_list_is_refused()
    {
        var refused = await _given.RunAsync("pause", "--host", "compute9", "--reason", "why");
        refused.ExitCode.Should().Be(1);
        refused.IsExplained.Should().BeTrue();
        refused.Error.Should().Contain("compute9");
    }

    [Fact]
    public async Task What_the_command_line_paused_the_server_holds_and_lists_first_with_what_lets_it_through()
    {
        await using var server = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        await server.WhenPrintedAsync("novafence listens on ");
        var url = server.Output.Split("novafence listens on ")[1].Trim();
        (await _given.RunAsync("pause", "--host", "compute2", "--reason", "why")).ExitCode.Should().Be(0);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", CloudAndLedger.Token);
        using var body = new StringContent(
            $$"""{"version":"4","alerts":[{"status":"firing","labels":{"host":"compute2"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f1"}]}""", null, "application/json");
        _given.Cloud.Crash("compute2");
        using var delivered = await client.PostAsync($"{url}/api/webhooks/alertmanager", body, TestContext.Current.CancellationToken);
        delivered.StatusCode.Should().Be(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new("Bearer", CloudAndLedger.OperatorToken);

        var held = JsonNode.Parse(await client.GetStringAsync($"{url}/api/hosts?state=held", TestContext.Current.CancellationToken))!["hosts"]!.AsArray().Should().ContainSingle().Which!;

        held["host"]!.GetValue<string>().Should().Be("compute2");
        held["reason"]!.GetValue<string>().Should().StartWith("paused");
        held["command"]!.GetValue<string>().Should().StartWith("novafence force-down compute2");
        held["paused"]!["reason"]!.GetValue<string>().Should().Be("why");
        _given.Down.Should().BeEmpty();
        (await _given.RunAsync("hosts", "--json")).Json["hosts"]![0]!["host"]!.GetValue<string>().Should().Be("compute2");
        using var resumed = await client.DeleteAsync($"{url}/api/pause?host=compute2", TestContext.Current.CancellationToken);
        resumed.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static JsonNode? Paused(JsonArray hosts, string name) => hosts.Single(host => host!["host"]!.GetValue<string>() == name)!["paused"];
}
