using System.Text.Json.Nodes;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence power</c>, and what <c>check</c> says of BMCs.</summary>
public sealed class PowerCommandTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new() { HasBmcs = true };

    public ValueTask InitializeAsync() => _given.InitializeAsync();

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task It_says_of_each_host_whether_its_machine_has_power()
    {
        _given.Cloud.Crash("compute2");

        var ended = await _given.RunAsync("power", "--json");

        ended.ExitCode.Should().Be(0, "it said {0}{1}", ended.Output, ended.Error);
        Rows(ended).Select(row => $"{Text(row, "host")} {Text(row, "reading")}").Should().Equal("compute1 on", "compute2 off", "compute3 on", "compute4 on", "compute5 on");
        Rows(ended)[1]!.AsObject().Select(member => member.Key).Should().Equal("host", "reading", "facts", "serial", "uuid", "model", "began", "ended");
        ended.Output.Should().NotContain(_given.Cloud.BmcPassword);
        var one = await _given.RunAsync("power", "compute2");
        one.Output.Should().Contain("compute2  off").And.NotContain("compute1");
    }

    [Theory]
    [InlineData(BmcBehaviour.WrongIdentity, "wrong machine")]
    [InlineData(BmcBehaviour.RefusesCredentials, "refused")]
    [InlineData(BmcBehaviour.NoState, "unknown")]
    public async Task Where_one_does_not_tell_it_it_ends_with_1_and_says_why_and_so_does_check(BmcBehaviour behaviour, string reading)
    {
        _given.Cloud.Bmc("compute3").Behaviour = behaviour;

        var ended = await _given.RunAsync("power");
        ended.ExitCode.Should().Be(1);
        ended.Output.Should().MatchRegex($"compute3 +{reading} .+").And.Contain("compute1  on");

        var check = await _given.RunAsync("check", "--json");
        check.ExitCode.Should().Be(1);
        var lines = JsonNode.Parse(check.Output)!.AsArray();
        lines.Select(line => $"{line!["name"]} {line["result"]}").Should().Contain("power ok").And.Contain("power: compute3 failed");
        lines.Single(line => (string?)line!["name"] == "power")!["found"]!.GetValue<string>().Should().StartWith("4 of 5 BMCs");
    }

    [Fact]
    public async Task A_host_without_a_BMC_is_refused_and_check_says_which_have_none()
    {
        (await _given.RunAsync("power", "compute9")).ExitCode.Should().Be(1);
        _given.Cloud.AddHost("compute9");

        var check = await _given.RunAsync("check");

        check.Output.Should().Contain("No BMC is configured for compute9");
    }

    [Fact]
    public async Task What_is_learned_can_be_pasted_and_is_then_the_expected_machine()
    {
        foreach (var index in Enumerable.Range(0, 5))
            _given.Surroundings.Variables.Remove($"NovaFence__Power__Hosts__{index}__Serial");
        (await _given.RunAsync("power")).ExitCode.Should().Be(1, "no machine is expected");

        var learned = await _given.RunAsync("power", "--learn");

        learned.ExitCode.Should().Be(0, "it said {0}", learned.Error);
        learned.Error.Should().Contain("compare it with what stands on the machines");
        var items = JsonNode.Parse(learned.Output)!["NovaFence"]!["Power"]!["Hosts"]!.AsArray();
        items.Select(item => (Text(item!, "Host"), Text(item!, "Url"), Text(item!, "Serial"), Text(item!, "Uuid"))).Should().Equal(
            _given.Cloud.Bmcs.Select(bmc => ((string?)bmc.Host, (string?)bmc.Url.ToString(), (string?)bmc.Serial, (string?)bmc.Uuid.ToString())));
        foreach (var index in Enumerable.Range(0, 5))
        {
            foreach (var key in (string[])["Host", "Url"])
                _given.Surroundings.Variables.Remove($"NovaFence__Power__Hosts__{index}__{key}");
        }

        var file = _given.Surroundings.File("learned.json");
        await File.WriteAllTextAsync(file, learned.Output, TestContext.Current.CancellationToken);
        (await _given.RunAsync("power", "--config", file)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Two_hosts_of_one_machine_several_systems_and_placeholders_are_not_learned()
    {
        _given.Cloud.Bmc("compute2").Serial = _given.Cloud.Bmc("compute1").Serial;
        _given.Cloud.Bmc("compute2").Uuid = _given.Cloud.Bmc("compute1").Uuid;
        _given.Cloud.Bmc("compute3").Others = [("SBX7777AAAA", Guid.NewGuid().ToString(), "On")];
        _given.Cloud.Bmc("compute4").Serial = "Default string";
        _given.Cloud.Bmc("compute4").Uuid = Guid.Empty;
        _given.Cloud.Bmc("compute5").Behaviour = BmcBehaviour.Busy;

        var learned = await _given.RunAsync("power", "--learn");

        learned.ExitCode.Should().Be(1);
        learned.Error.Should().Contain("compute2: its BMC is the same machine's as that of compute1").And.Contain("compute3: its BMC has several systems")
            .And.Contain("compute4: its serial number and UUID are placeholders").And.Contain("compute5: busy");
        JsonNode.Parse(learned.Output)!["NovaFence"]!["Power"]!["Hosts"]!.AsArray().Select(item => Text(item!, "Host")).Should().Equal("compute1");
    }

    [Fact]
    public async Task Check_compares_the_machine_with_what_its_kernel_says()
    {
        await using var prometheus = new ScriptedReceiver();
        _given.Surroundings.Variables["NovaFence__Evidence__Prometheus__Url"] = $"http://127.0.0.1:{prometheus.Port}";
        var bmcs = _given.Cloud.Bmcs;
        string[] machines =
        [
            Dmi("compute1:9100", bmcs[0].Serial, new Guid(bmcs[0].Uuid.ToByteArray(bigEndian: true)).ToString()),
            // The cables of 2 and 3 are crossed.
            Dmi("compute2:9100", bmcs[2].Serial, bmcs[2].Uuid.ToString()),
            Dmi("compute4:9100", "", ""),
        ];
        prometheus.Answer = (asked, stream) => ScriptedReceiver.Says(stream, "200 OK", "", Vector(asked.Line.Contains("dmi", StringComparison.Ordinal) ? machines : []));

        var check = await _given.RunAsync("check", "--json");

        check.ExitCode.Should().Be(1);
        JsonNode.Parse(check.Output)!.AsArray().Where(line => line!["name"]!.GetValue<string>().StartsWith("power: node_dmi_info", StringComparison.Ordinal))
            .Select(line => $"{line!["name"]} {line["result"]}").Should().Equal(
                "power: node_dmi_info: compute2 failed", "power: node_dmi_info: compute3 failed", "power: node_dmi_info ok", "power: node_dmi_info warning");
        check.Output.Should().Contain("compute4, compute5");
    }

    [Fact]
    public async Task Without_BMCs_check_says_nothing_of_power()
    {
        await using var none = new CloudAndLedger();
        await none.InitializeAsync();

        (await none.RunAsync("check")).Output.Should().NotContain("power:");
        var ended = await none.RunAsync("power");
        (ended.ExitCode, ended.Error.Contains("NovaFence:Power:Hosts", StringComparison.Ordinal)).Should().Be((1, true));
    }

    private static string Dmi(string instance, string serial, string uuid) =>
        $$$"""{"metric":{"__name__":"node_dmi_info","instance":"{{{instance}}}","product_serial":"{{{serial}}}","product_uuid":"{{{uuid}}}"},"value":[0,"1"]}""";

    private static string Vector(IEnumerable<string> series) => $$$"""{"status":"success","data":{"resultType":"vector","result":[{{{string.Join(',', series)}}}]}}""";

    private static JsonArray Rows(Ended ended) => JsonNode.Parse(ended.Output)!.AsArray();

    private static string? Text(JsonNode? node, string name) => (string?)node![name];
}
