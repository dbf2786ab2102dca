using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>The operator's commands, directly on cloud and ledger: what they print, and with what they end.</summary>
public sealed class OperatorCommandTests(CloudAndLedger given) : IClassFixture<CloudAndLedger>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_is_forced_down_listed_and_unset()
    {
        var down = await given.RunAsync("force-down", "compute1", "--reason", "its PSU burns", "--json");
        down.ExitCode.Should().Be(0, "it said {0}", down.Error);
        Outcome(down)["host"]!.GetValue<string>().Should().Be("compute1");
        Outcome(down)["verdict"]!.GetValue<string>().Should().Be("force-down");
        Outcome(down)["state"]!.GetValue<string>().Should().Be("down");
        Outcome(down).AsObject().Should().NotContainKey("call_off");
        given.Down.Should().Contain("compute1");

        var hosts = await given.RunAsync("hosts", "--json");
        hosts.ExitCode.Should().Be(0);
        var host = hosts.Json["hosts"]!.AsArray().Single(one => one!["host"]!.GetValue<string>() == "compute1")!;
        (host["state"]!.GetValue<string>(), host["owner"]!.GetValue<string>()).Should().Be(("down", "operator"));

        var events = await given.RunAsync("events", "compute1", "--limit", "2", "--json");
        events.ExitCode.Should().Be(0);
        var lines = events.Json["events"]!.AsArray().Select(happened => happened!["event"]!).ToList();
        lines.Select(line => line["kind"]!.GetValue<string>()).Should().Equal("outcome", "intent");
        lines[1]["operator"]!.GetValue<string>().Should().StartWith("its PSU burns (by cli ");

        var up = await given.RunAsync("force-down", "compute1", "--unset", "--json");
        up.ExitCode.Should().Be(0, "it said {0}", up.Error);
        Outcome(up)["state"]!.GetValue<string>().Should().Be("clear");
        given.Down.Should().NotContain("compute1");
    }

    [Fact]
    public async Task The_forms_of_2017_are_taken()
    {
        var down = await given.RunAsync("force-down", "compute2", "nova-compute");
        down.ExitCode.Should().Be(0, "it said {0}", down.Error);
        down.Output.Should().StartWith("compute2: force-down (");
        given.Down.Should().Contain("compute2");

        (await given.RunAsync("force-down", "--unset", "compute2", "nova-compute")).ExitCode.Should().Be(0);
        given.Down.Should().NotContain("compute2");
    }

    [Fact]
    public async Task The_audit_ends_with_1_where_a_person_is_needed()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Budget__MaxShare"] = "1";
        await own.RunAsync("force-down", "compute1");

        var fine = await own.RunAsync("audit", "--json");
        fine.ExitCode.Should().Be(0, "it said {0}", fine.Error);
        fine.Json["services"]!.GetValue<int>().Should().Be(5);
        fine.Json["findings"]!.AsArray().Should().ContainSingle().Which!["kind"]!.GetValue<string>().Should().Be("in sync");

        await own.OpenStack.ForceDownAsync("compute3", forcedDown: true);
        var foreign = await own.RunAsync("audit", "--json");
        foreign.ExitCode.Should().Be(1);
        foreign.Json["findings"]!.AsArray().Select(finding => $"{finding!["host"]} {finding["kind"]}").Should().Equal("compute1 in sync", "compute3 foreign");
        (await own.RunAsync("audit")).Output.Should().Contain("compute3").And.Contain("foreign").And.Contain("5 compute services, 2 findings");
    }

    [Fact]
    public async Task An_unset_that_nova_refuses_is_recorded_and_ends_with_4()
    {
        var server = (await given.OpenStack.AskAsync(HttpMethod.Post, "/servers", JsonNode.Parse("""{"server":{"name":"vm","host":"compute5","flavorRef":"1","networks":"none"}}""")))!["server"]!["id"]!.GetValue<string>();
        (await given.RunAsync("force-down", "compute5")).ExitCode.Should().Be(0);
        given.Cloud.StopCompute("compute5");
        await given.OpenStack.AskAsync(HttpMethod.Post, $"/servers/{server}/action", JsonNode.Parse("""{"evacuate":{}}"""));

        var recorded = await given.RunAsync("force-down", "compute5", "--unset", "--json");

        recorded.ExitCode.Should().Be(4, "it said {0}{1}", recorded.Output, recorded.Error);
        Outcome(recorded)["verdict"]!.GetValue<string>().Should().Be("recorded");
        Outcome(recorded)["state"]!.GetValue<string>().Should().Be("awaiting_restart");
        Outcome(recorded)["call_off"]!.GetValue<string>().Should().Be("novafence force-down compute5 --reason \"…\"");
        var said = await given.RunAsync("force-down", "compute5", "--unset");
        said.ExitCode.Should().Be(4);
        said.Error.Should().Contain("NOT DONE YET").And.Contain("To call it off, so that it stays down: novafence force-down compute5 --reason");
        given.Cloud.StartCompute("compute5");
        // What Nova refused is tried again after five seconds at the soonest.
        using var bound = new CancellationTokenSource(Patience.Bound);
        while ((await given.RunAsync("audit")).ExitCode != 0)
            bound.Token.ThrowIfCancellationRequested();
        given.Down.Should().NotContain("compute5");
    }

    [Fact]
    public async Task A_host_that_nova_does_not_know_ends_with_1()
    {
        var ended = await given.RunAsync("force-down", "compute9", "--json");

        ended.ExitCode.Should().Be(1);
        Outcome(ended)["reason"]!.GetValue<string>().Should().StartWith("unknown host").And.Contain("the nearest is 'compute1'");
        given.Down.Should().NotContain("compute9");
    }

    [Fact]
    public async Task Events_of_a_host_that_nobody_knows_are_refused_with_the_nearest()
    {
        var ended = await given.RunAsync("events", "comptue3");

        ended.ExitCode.Should().Be(1);
        ended.Error.Should().Contain("the nearest is 'compute3'");
        ended.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task What_Nova_says_stands_beside_what_the_record_says_and_how_old_that_is()
    {
        var hosts = await given.RunAsync("hosts");

        hosts.Output.Split('\n')[0].Should().Contain("NOVA");
        hosts.Output.Split('\n').Single(line => line.StartsWith("compute4 ", StringComparison.Ordinal)).Should().Contain("up, ");
        hosts.Error.Should().Contain("NOVA is what Nova said ");
    }

    [Fact]
    public async Task Observe_only_changes_nothing_and_ends_with_3()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Mode"] = "observe";

        var ended = await own.RunAsync("force-down", "compute1", "--json");

        ended.ExitCode.Should().Be(3);
        Outcome(ended)["verdict"]!.GetValue<string>().Should().Be("observed");
        own.Cloud.Requests.ServicePuts.Should().BeEmpty();
    }

    [Theory]
    [InlineData("force-down", "compute1")]
    [InlineData("hosts")]
    [InlineData("audit")]
    [InlineData("events", "compute1")]
    public async Task Without_configuration_a_command_ends_with_1_and_names_the_keys(params string[] arguments)
    {
        using var surroundings = new Surroundings();

        var ended = await Novafence.RunAsync(surroundings, arguments);

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("NovaFence:Cloud:AuthUrl").And.Contain("NovaFence:Ledger:Sqlite:Path");
        ended.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task While_the_cloud_is_away_a_command_is_recorded_and_an_audit_fails()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        (await own.RunAsync("hosts")).ExitCode.Should().Be(0);
        own.Surroundings.Variables["NovaFence__Cloud__ForceDown__Deadline"] = "00:00:01";
        own.Surroundings.Variables["NovaFence__Cloud__Token__Deadline"] = "00:00:01";
        own.Surroundings.Variables["NovaFence__Cloud__List__Deadline"] = "00:00:01";
        await own.Cloud.DisconnectAsync();

        var down = await own.RunAsync("force-down", "compute1", "--json");
        down.ExitCode.Should().Be(4);
        Outcome(down)["verdict"]!.GetValue<string>().Should().Be("recorded");
        Outcome(down)["call_off"]!.GetValue<string>().Should().Be("novafence force-down compute1 --unset");
        var said = await own.RunAsync("force-down", "compute1");
        said.ExitCode.Should().Be(4);
        said.Error.Should().Contain("NOT DONE YET: compute1 is not forced down").And.Contain("To call it off: novafence force-down compute1 --unset");
        (await own.RunAsync("hosts")).Error.Should().Contain("NOVA is not known").And.Contain("could not be asked again");

        var audit = await own.RunAsync("audit");
        audit.ExitCode.Should().Be(1);
        audit.IsExplained.Should().BeTrue("it said {0}", audit.Error);
        await own.Cloud.ConnectAsync(Token);
    }

    private static JsonNode Outcome(Ended ended) => ended.Json["outcomes"]!.AsArray().Should().ContainSingle().Which!;

    [Fact]
    public async Task A_table_is_printed_in_whole_lines_where_nobody_sits_before_it()
    {
        var hosts = await given.RunAsync("hosts");

        hosts.ExitCode.Should().Be(0, "it said {0}", hosts.Error);
        var lines = hosts.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(6);
        lines[0].Should().StartWith("HOST").And.Contain("STATE").And.Contain("REASON");
    }
}
