using System.Net;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>Which ledger a command works on, and what it refuses: an empty partition that is written down, and another cloud's ledger.</summary>
public sealed class LedgerCommandTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _given.InitializeAsync();

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Every_command_says_which_ledger_partition_and_cloud_it_uses()
    {
        foreach (var arguments in (string[][])[["hosts"], ["audit"], ["events", "compute1"], ["force-down", "compute1"], ["pause", "--reason", "why"], ["resume"], ["ledger", "adopt"], ["check"]])
        {
            var ended = await _given.RunAsync(arguments);
            ended.Error.Should().Contain($"novafence: ledger: the file {_given.Surroundings.File("ledger.db")}, partition default (", "{0} says so", arguments[0]).And.Contain($"; cloud: {_given.Cloud.AuthUrl}");
            (ended.Output + ended.Error).Should().NotContain(_given.Cloud.Admin.ApplicationCredentialSecret);
        }
    }

    [Theory]
    [InlineData("hosts")]
    [InlineData("force-down", "compute1")]
    [InlineData("ledger", "adopt")]
    public async Task A_configured_partition_that_holds_no_rows_is_refused_and_the_others_are_named(params string[] arguments)
    {
        (await _given.RunAsync("hosts")).ExitCode.Should().Be(0);
        _given.Surroundings.Variables["NovaFence__Ledger__Partition"] = "defualt";

        var refused = await _given.RunAsync(arguments);

        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain("the partition defualt of the file").And.Contain("these do: default").And.Contain("NovaFence:Ledger:Partition");
        refused.Output.Should().BeEmpty();
        _given.Cloud.Requests.ServicePuts.Should().BeEmpty();
        var check = await _given.RunAsync("check", "--json");
        check.Json.AsArray().Select(line => $"{line!["name"]} {line["result"]}").Should().Contain("ledger: partition warning");
        (await _given.RunAsync(arguments)).ExitCode.Should().Be(1, "neither the command nor the check made it one that holds rows");
    }

    [Fact]
    public async Task A_server_begins_a_partition_and_commands_take_it_from_then_on()
    {
        _given.Surroundings.Variables["NovaFence__Ledger__Partition"] = "second";
        await using (var server = Novafence.Start(_given.Surroundings, "serve", "--port", "0"))
            (await server.WhenReadyAsync(CloudAndLedger.Token)).Dispose();

        var hosts = await _given.RunAsync("hosts");

        hosts.ExitCode.Should().Be(0, "it said {0}", hosts.Error);
        hosts.Error.Should().Contain("partition second (configured)");
    }

    [Fact]
    public async Task A_pause_without_the_servers_region_pauses_the_server()
    {
        _given.Surroundings.Variables["OS_REGION_NAME"] = "RegionOne";
        await using var server = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await server.WhenReadyAsync(CloudAndLedger.OperatorToken);
        _given.Surroundings.Variables.Remove("OS_REGION_NAME");

        var paused = await _given.RunAsync("pause", "--reason", "switch upgrade");

        paused.ExitCode.Should().Be(0, "it said {0}", paused.Error);
        paused.Output.Should().Contain("paused: everything");
        (await client.GetStringAsync("/api/pause", Token)).Should().Contain("switch upgrade");
        _given.Cloud.Crash("compute1");
        (await DeliverAsync(client, "compute1")).Should().Contain("paused");
        _given.Down.Should().BeEmpty();
        (await _given.RunAsync("hosts")).Output.Should().Contain("switch upgrade");
    }

    [Theory]
    [InlineData("pause", "--reason", "switch upgrade")]
    [InlineData("force-down", "compute1", "--reason", "why")]
    [InlineData("hosts")]
    public async Task Where_a_ledger_has_several_partitions_a_command_that_names_none_says_so_and_does_nothing(params string[] arguments)
    {
        (await _given.RunAsync("hosts")).ExitCode.Should().Be(0, "it begins the partition default");
        _given.Surroundings.Variables["NovaFence__Ledger__Partition"] = "RegionOne";
        await using var server = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await server.WhenReadyAsync(CloudAndLedger.OperatorToken);
        _given.Surroundings.Variables.Remove("NovaFence__Ledger__Partition");

        var refused = await _given.RunAsync(arguments);

        refused.ExitCode.Should().Be(1);
        refused.Output.Should().NotContain("paused").And.NotContain("clear");
        refused.Error.Should().Contain("RegionOne").And.Contain("default").And.Contain("NovaFence:Ledger:Partition");
        (await client.GetStringAsync("/api/pause", Token)).Should().Contain("\"pauses\":[]");
        _given.Down.Should().BeEmpty();
    }

    private static async Task<string> DeliverAsync(HttpClient client, string host)
    {
        using var delivery = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager")
        {
            Content = new StringContent(
                $$"""{"version":"4","alerts":[{"status":"firing","labels":{"host":"{{host}}"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f1"}]}""", null, "application/json"),
            Headers = { Authorization = new("Bearer", CloudAndLedger.Token) },
        };
        using var answer = await client.SendAsync(delivery, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    [Fact]
    public async Task A_ledger_of_another_cloud_is_refused_with_both_fleets_until_it_is_adopted()
    {
        (await _given.RunAsync("force-down", "compute1")).ExitCode.Should().Be(0);
        await using var redeployed = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = ["gpu1", "gpu2"] }, Token);
        foreach (var (name, value) in new (string, string)[]
        {
            ("AuthUrl", redeployed.AuthUrl.ToString()),
            ("ApplicationCredentialId", redeployed.Admin.ApplicationCredentialId),
            ("ApplicationCredentialSecret", redeployed.Admin.ApplicationCredentialSecret),
        })
        {
            _given.Surroundings.Variables["NovaFence__Cloud__" + name] = value;
        }

        foreach (var arguments in (string[][])[["hosts"], ["force-down", "gpu1"], ["audit"]])
        {
            var refused = await _given.RunAsync(arguments);
            refused.ExitCode.Should().Be(1);
            refused.Error.Should().Contain("the ledger knows compute1, compute2, compute3 and 2 more, and Nova lists gpu1, gpu2").And.Contain("novafence ledger adopt");
        }

        (await _given.RunAsync("check", "--json")).Json.AsArray().Select(line => $"{line!["name"]} {line["result"]}").Should().Contain("ledger: cloud failed");
        redeployed.Requests.ServicePuts.Should().NotContain(put => put.Host != null);

        await using var server = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        await server.WhenPrintedAsync("listens on");
        using var client = new HttpClient { BaseAddress = new Uri(server.Output.Split("novafence listens on ")[1].Split('\n')[0].Trim()) };
        await server.WhenPrintedAsync("gpu1, gpu2");
        using (var ready = await client.GetAsync("/api/health/ready", Token))
            ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);

        var adopted = await _given.RunAsync("ledger", "adopt");
        adopted.ExitCode.Should().Be(0, "it said {0}", adopted.Error);
        adopted.Output.Should().Contain("this cloud's now");
        (await _given.RunAsync("ledger", "adopt")).Output.Should().Contain("nothing to adopt");
        (await _given.RunAsync("hosts")).ExitCode.Should().Be(0);
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (!(await client.GetAsync("/api/health/ready", bound.Token)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(100), bound.Token);
    }
}
