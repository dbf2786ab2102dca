using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence check --upgrade</c>, on the configuration and the ledger of the first edition.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private static readonly string Kept = Path.Combine(AppContext.BaseDirectory, "FirstEdition");

    private readonly Surroundings _surroundings = new();
    private SandboxCloud _cloud = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(
            new SandboxOptions { Hosts = [.. Enumerable.Range(1, 12).Select(number => number == 10 ? "compute10.example.org" : $"compute{number}")] }, Token);
        File.Copy(Path.Combine(Kept, "ledger.sqlite"), _surroundings.File("ledger.db"));
        File.Copy(Path.Combine(Kept, "config.json"), _surroundings.File("config.json"));
        foreach (var (name, value) in new (string, string)[]
        {
            ("Cloud__AuthUrl", _cloud.AuthUrl.ToString()),
            ("Cloud__ApplicationCredentialId", _cloud.Admin.ApplicationCredentialId),
            ("Cloud__ApplicationCredentialSecret", _cloud.Admin.ApplicationCredentialSecret),
            ("Ledger__Sqlite__Path", _surroundings.File("ledger.db")),
            ("Receivers__Alertmanager__Tokens__0", CloudAndLedger.Token),
            ("Receivers__PagerDuty__Secrets__0", CloudAndLedger.Token),
        })
        {
            Set(name, value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _surroundings.Dispose();
    }

    [Fact]
    public async Task It_lists_what_to_write_and_only_reads()
    {
        var before = await File.ReadAllBytesAsync(_surroundings.File("ledger.db"), Token);

        var ended = await UpgradeAsync("--json");

        ended.ExitCode.Should().Be(1, "it said {0}", ended.Error);
        Lines(ended).Should().Equal(
            "configuration ok",
            "route: route 0 failed",
            "route: storage ok",
            "route: bmc ok",
            "route: route 3 failed",
            "route: route 3 failed",
            "route: everything else failed",
            "host labels ok",
            "ledger ok",
            "places warning");
        ToDo(ended, 1).Should().Contain("\"Name\": \"alertmanager-0\", \"FormerNames\": [\"route 0\"]");
        ToDo(ended, 4).Should().Contain("\"Name\": \"pagerduty-3\", \"FormerNames\": [\"route 3\"]").And.Contain("NovaFence__Routes__3__FormerNames__0=route 3");
        ToDo(ended, 5).Should().Contain("\"Match\": [\"*\"]");
        Found(ended, 8).Should().Contain("partition RegionOne (the only one that holds rows)").And.Contain("the first edition's");
        Found(ended, 9).Should().Contain("NovaFence holds 7 hosts down and may hold 7");
        (await File.ReadAllBytesAsync(_surroundings.File("ledger.db"), Token)).Should().Equal(before);
        _cloud.Requests.ServicePuts.Should().BeEmpty();
        (await UpgradeAsync()).Output.Should().Contain("-> Write \"Name\": \"alertmanager-0\"");
    }

    [Fact]
    public async Task What_it_lists_makes_it_end_with_0_and_the_server_start()
    {
        Set("Routes__0__Name", "alertmanager-0");
        Set("Routes__0__FormerNames__0", "route 0");
        Set("Routes__3__Name", "pagerduty-3");
        Set("Routes__3__FormerNames__0", "route 3");
        Set("Routes__3__Match__0", "*");
        Set("Routes__4__Match__0", "*");
        Set("Budget__MaxHosts", "8");
        Set("Budget__MaxShare", "0.8");

        var ended = await UpgradeAsync();

        ended.ExitCode.Should().Be(0, "it said {0}{1}", ended.Output, ended.Error);
        ended.Output.Should().EndWith("9 ok, 0 warnings, 0 failed");
        var check = await RunAsync("check", "--json");
        Lines(check).Should().Contain("ledger: edition warning").And.Contain("ledger: read ok").And.NotContain("ledger: write failed");
        var hosts = await RunAsync("hosts", "--json");
        hosts.Error.Should().Contain("the ledger knows", "the fleet of the file has other UUIDs than this cloud");
    }

    [Fact]
    public async Task What_is_evidence_by_absence_or_names_no_label_or_has_no_place_in_the_ledger_is_said_too()
    {
        var config = await File.ReadAllTextAsync(_surroundings.File("config.json"), Token);
        config = config.Replace("label:fenced=\\\"true\\\"", "label:fenced!=\\\"false\\\"", StringComparison.Ordinal).Replace("[\"host\", \"instance\"]", "[]", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_surroundings.File("config.json"), config, Token);
        Set("Ledger__Partition", "RegionTwo");

        var ended = await UpgradeAsync("--json");

        ended.ExitCode.Should().Be(1);
        Found(ended, 0).Should().Contain("NovaFence:Routes:0:Evidence").And.Contain("which an alert without fenced satisfies");
        Lines(ended).Should().Contain("host labels warning").And.Contain("ledger failed");
        ended.Output.Should().Contain("these do: RegionOne");
    }

    [Fact]
    public async Task An_empty_text_for_a_list_or_a_section_is_said_as_serve_would()
    {
        var config = await File.ReadAllTextAsync(_surroundings.File("config.json"), Token);
        config = config.Replace("[\"host\", \"instance\"]", "\"\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_surroundings.File("config.json"), config, Token);
        Set("Storm", "");

        var ended = await UpgradeAsync("--json");

        ended.ExitCode.Should().Be(1);
        ended.Json.AsArray().Where(line => line!["name"]!.GetValue<string>() == "configuration").Select(line => line!["found"]!.GetValue<string>()).Should().SatisfyRespectively(
            labels => labels.Should().StartWith("NovaFence:Hosts:Labels is an empty text, but it is a list"),
            storm => storm.Should().StartWith("NovaFence:Storm (NovaFence__Storm) is an empty text, but a section belongs there"));
    }

    [Fact]
    public async Task A_route_that_records_name_and_no_route_is_called_any_more_is_said_with_its_hosts()
    {
        Set("Routes__0__Name", "alertmanager-0");
        Set("Routes__2__Name", "service processors");

        var ended = await UpgradeAsync("--json");

        ended.ExitCode.Should().Be(1);
        Lines(ended).Should().Contain("recorded route: route 0 failed").And.Contain("recorded route: bmc failed").And.NotContain("recorded route: route 3 failed", "that is to be written anyway");
        var line = ended.Json.AsArray().Single(one => one!["name"]!.GetValue<string>() == "recorded route: route 0")!;
        line["found"]!.GetValue<string>().Should().Contain("compute1, compute11, compute4").And.Contain("released manually");
        line["to_do"]!.GetValue<string>().Should().Contain("\"FormerNames\": [\"route 0\"]");
        Set("Routes__0__FormerNames__0", "route 0");
        Set("Routes__2__FormerNames__0", "bmc");
        Lines(await UpgradeAsync("--json")).Should().NotContain(name => name.StartsWith("recorded route"));
    }

    [Fact]
    public async Task It_takes_no_delivery()
    {
        var ended = await RunAsync("check", "--upgrade", "--url", "http://127.0.0.1:9093");
        ended.ExitCode.Should().Be(2);
    }

    private static IEnumerable<string> Lines(Ended ended) => ended.Json.AsArray().Select(line => $"{line!["name"]} {line["result"]}");

    private static string Found(Ended ended, int line) => ended.Json[line]!["found"]!.GetValue<string>();

    private static string ToDo(Ended ended, int line) => ended.Json[line]!["to_do"]!.GetValue<string>();

    private Task<Ended> UpgradeAsync(params string[] arguments) => RunAsync(["check", "--upgrade", .. arguments]);

    private Task<Ended> RunAsync(params string[] arguments) => Novafence.RunAsync(_surroundings, [.. arguments, "--config", "config.json"]);

    private void Set(string name, string value) => _surroundings.Variables["NovaFence__" + name] = value;
}
