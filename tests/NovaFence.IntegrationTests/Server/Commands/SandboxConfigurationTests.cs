using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>What <c>novafence sandbox</c> takes of <c>--config</c> and the environment, what it does not, and what stops it.</summary>
public sealed class SandboxConfigurationTests
{
    private const string OwnRules = """
        {
          "NovaFence": {
            "Hosts": { "Labels": ["hypervisor", "node"], "PagerDutyPattern": "(?<host>compute[0-9]+)" },
            "Routes": [
              {
                "Name": "the people's own", "Receiver": "alertmanager", "Match": ["alertname=\"NodeFenced\"", "team=~\"core|infra\"", "site!=\"test\""],
                "Evidence": "all(label:confirmed=\"yes\", label:by=~\"stonith|bmc\")", "Release": "immediately"
              },
              { "Name": "incidents", "Receiver": "pagerduty", "Match": ["*"], "Evidence": "asserted", "Release": "manually" }
            ],
            "Release": { "SettleTime": "00:00:01" },
            "Budget": { "MaxHosts": 1, "MaxShare": 0.5 }
          }
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Something in the file, a variable, and what is said of it.</summary>
    public static TheoryData<string, string?, string> Wrong => new()
    {
        { """{"Moode":"observe"}""", null, "NovaFence:Moode is no key of NovaFence: did you mean NovaFence:Mode?" },
        { """{"Routes":[{"Matches":["*"]}]}""", null, "NovaFence:Routes:0:Matches is no key of NovaFence: did you mean NovaFence:Routes:0:Match?" },
        { """{"Cloud":{"Pasword":"hunter2"}}""", null, "NovaFence:Cloud:Pasword is no key of NovaFence: did you mean NovaFence:Cloud:Password?" },
        { """{"Budget":{"MaxHosts":"many"}}""", null, "NovaFence:Budget:MaxHosts is 'many': write a whole number, 1 to 1000" },
        { """{"Routes":[{"Name":"x","Receiver":"alertmanager","Match":["*"],"Evidence":"label:fenced!=\"false\""}]}""", null, "NovaFence:Routes:0:Evidence is 'label:fenced!=\"false\"'" },
        { "{}", "NovaFence__Routes__0__Release=immediately", "NovaFence:Routes:0:Match is missing" },
        { "{}", "NovaFence__Budget__MaxHost=1", "NovaFence:Budget:MaxHost (NovaFence__Budget__MaxHost) is no key of NovaFence: did you mean NovaFence:Budget:MaxHosts (NovaFence__Budget__MaxHosts)?" },
        { "{}", "NovaFence_Budget_MaxHosts=1", "NovaFence_Budget_MaxHosts is not read" },
        { "{}", "NovaFence__Storm__MaxShare=3", "NovaFence:Storm:MaxShare (NovaFence__Storm__MaxShare) is 3" },
        { """{"Routes":[]}""", null, "NovaFence:Routes is empty" },
        { """{"Routes":""}""", null, "NovaFence:Routes is an empty text, but it is a list" },
        { "{}", "NovaFence__Hosts__Labels=", "NovaFence:Hosts:Labels (NovaFence__Hosts__Labels) is an empty text, but it is a list" },
        { "{", null, "wrong.json:1:" },
    };

    [Fact]
    public async Task Its_own_hosts_routes_and_limits_are_tried_with_an_alert_that_fits_them()
    {
        await using var sandbox = await StartAsync(OwnRules);
        var banner = sandbox.Banner;
        banner.Text.Should().Contain("  configured      NovaFence:Routes, NovaFence:Budget, NovaFence:Hosts, NovaFence:Release\n").And.NotContain("  ignored ");
        banner.Text.Should().Contain("  budget          MaxHosts 1 and MaxShare 0.5, of 5 hosts");

        (await Shell.PasteAsync(banner.Explain))["explanations"]![0]!["reason"]!.GetValue<string>().Should().StartWith("no evidence: route 'the people's own'");
        await Shell.PasteAsync(banner.Crash);
        var forced = (await Shell.PasteAsync(banner.Firing))["outcomes"]![0]!;
        forced["verdict"]!.GetValue<string>().Should().Be("force-down");
        forced["reason"]!.GetValue<string>().Should().Contain("the people's own").And.Contain("named by hypervisor");

        (await Shell.PasteAsync(banner.Crash.Replace("compute1", "compute2", StringComparison.Ordinal)))["power"]!.GetValue<string>().Should().Be("off");
        var second = (await Shell.PasteAsync(banner.Firing.Replace("compute1", "compute2", StringComparison.Ordinal).Replace("8c9f", "8c9e", StringComparison.Ordinal)))["outcomes"]![0]!;
        second["reason"]!.GetValue<string>().Should().StartWith("budget: ");

        await Shell.PasteAsync(banner.Boot);
        await Shell.PasteAsync(banner.Resolved);
        await UntilAsync(sandbox, "compute1", "clear");
        (await Shell.RunAsync(banner.Commands)).Should().Contain("compute2");
        banner.Text.Should().Contain("compute1 is unset 1 seconds after the resolved one (NovaFence:Release:SettleTime).");
    }

    [Fact]
    public async Task Its_own_pattern_finds_the_host_of_an_incident_that_is_signed_with_the_webhook_token()
    {
        await using var sandbox = await StartAsync(OwnRules);
        await Shell.PasteAsync(sandbox.Banner.Crash.Replace("compute1", "compute3", StringComparison.Ordinal));
        var body = new JsonObject
        {
            ["event"] = new JsonObject
            {
                ["id"] = "01DEN0V2VGFEKC8KCSSJNIRYMR",
                ["event_type"] = "incident.triggered",
                ["resource_type"] = "incident",
                ["occurred_at"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["data"] = new JsonObject { ["id"] = "Q2AIXW2ZIK7HSV", ["type"] = "incident", ["title"] = "no power on compute3.", ["status"] = "triggered" },
            },
        }.ToJsonString();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.Banner["server"] + "/api/webhooks/pagerduty") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-PagerDuty-Signature", "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(sandbox.Banner["webhook token"]), Encoding.UTF8.GetBytes(body))));

        using var answer = await client.SendAsync(request, Token);

        var outcome = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["outcomes"]![0]!;
        outcome["host"]!.GetValue<string>().Should().Be("compute3");
        // PagerDuty is answered within four seconds, whether Nova has answered by then or not.
        await UntilAsync(sandbox, "compute3", "down");
    }

    [Fact]
    public async Task The_documents_example_is_tried_as_it_is()
    {
        await using var sandbox = await RunningSandbox.StartAsync("--config", Documents.Path("novafence.example.json"));

        await Shell.PasteAsync(sandbox.Banner.Crash);
        var forced = (await Shell.PasteAsync(sandbox.Banner.Firing))["outcomes"]![0]!;
        forced["reason"]!.GetValue<string>().Should().StartWith("forced down: by route 'fenced hosts', evidence label:fenced=\"true\"");
    }

    [Fact]
    public async Task A_key_in_the_environment_is_taken_over_the_file()
    {
        var surroundings = new Surroundings();
        surroundings.Variables["NovaFence__Routes__0__Release"] = "manually";
        surroundings.Variables["NovaFence__Storm__MinHosts"] = "1";
        surroundings.Variables["NovaFence__Storm__MaxShare"] = "0.2";
        await using var sandbox = await StartAsync(OwnRules, surroundings);
        sandbox.Banner.Text.Should().Contain("compute1 stays down until an operator unsets it.").And.Contain("NovaFence:Storm");

        await Shell.PasteAsync(sandbox.Banner.Crash);
        (await Shell.PasteAsync(sandbox.Banner.Firing))["outcomes"]![0]!["state"]!.GetValue<string>().Should().Be("down");
        var second = (await Shell.PasteAsync(sandbox.Banner.Firing.Replace("compute1", "compute2", StringComparison.Ordinal).Replace("8c9f", "8c9e", StringComparison.Ordinal)))["outcomes"]![0]!;
        second["verdict"]!.GetValue<string>().Should().Be("held");
    }

    [Fact]
    public async Task What_is_its_own_is_named_and_leads_nowhere()
    {
        await using var sandbox = await StartAsync("""
            {
              "NovaFence": {
                "Mode": "observe",
                "Cloud": { "AuthUrl": "http://127.0.0.1:9/v3", "CaCert": "/nowhere.pem" },
                "Ledger": { "Tables": { "ConnectionString": "UseDevelopmentStorage=true" }, "Partition": "production" },
                "Announce": { "Alertmanager": { "Urls": ["http://127.0.0.1:9"] } },
                "Access": { "OperatorTokens": ["an-operators-token"] },
                "Receivers": { "Alertmanager": { "Tokens": ["a-webhook-token"] } },
                "Record": "/nowhere"
              }
            }
            """);

        sandbox.Banner.Text.Split('\n').Should().ContainSingle(line => line.StartsWith("  ignored ", StringComparison.Ordinal)).Which
            .Should().Be("  ignored         NovaFence:Access, NovaFence:Announce, NovaFence:Cloud, NovaFence:Ledger, NovaFence:Mode, NovaFence:Receivers:Alertmanager, NovaFence:Record: the sandbox has its own");
        using var refused = await sandbox.GetAsync("/api/hosts", "an-operators-token");
        refused.StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
        await Shell.PasteAsync(sandbox.Banner.Crash);
        (await Shell.PasteAsync(sandbox.Banner.Firing))["outcomes"]![0]!["state"]!.GetValue<string>().Should().Be("down", "it fences, on its own cloud");
        sandbox.Program.Output.Should().NotContain("an-operators-token");
    }

    [Fact]
    public async Task A_generic_receiver_that_a_route_names_is_taken()
    {
        const string token = "a-token-of-thirty-two-characters";
        await using var sandbox = await StartAsync($$"""
            {
              "NovaFence": {
                "Receivers": { "Generic": [{
                  "Name": "zabbix", "Tokens": ["{{token}}"], "Firing": ["PROBLEM"], "Resolved": ["OK"],
                  "Pointers": { "Key": "/id", "Host": "/host", "Status": "/status", "Time": "/at", "Labels": "/labels" }
                }] },
                "Routes": [{ "Name": "zabbix", "Receiver": "zabbix", "Match": ["*"], "Evidence": "label:fenced=\"true\"" }]
              }
            }
            """);
        sandbox.Banner.Text.Should().Contain("None of the routes takes an alert of Alertmanager's").And.Contain("NovaFence:Receivers:Generic");
        (await Shell.PasteAsync(sandbox.Banner.Firing))["outcomes"]![0]!["verdict"]!.GetValue<string>().Should().Be("ignored");

        await Shell.PasteAsync(sandbox.Banner.Crash);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.Banner["server"] + "/api/webhooks/zabbix");
        request.Headers.Authorization = new("Bearer", token);
        request.Content = new StringContent(
            $$$"""{"id":"1","host":"compute1","status":"PROBLEM","at":"{{{DateTimeOffset.UtcNow:O}}}","labels":{"fenced":"true"}}""", Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Token);
        (await answer.Content.ReadAsStringAsync(Token)).Should().Contain("\"verdict\":\"force-down\"");
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_stops_the_start_by_its_key(string novaFence, string? variable, string said)
    {
        using var surroundings = new Surroundings();
        await File.WriteAllTextAsync(surroundings.File("wrong.json"), novaFence == "{" ? novaFence : $"{{\"NovaFence\":{novaFence}}}", Token);
        if (variable?.Split('=') is [var name, var value])
            surroundings.Variables[name] = value;

        // It ends by itself.
        var ended = await WarmNovafence.RunAsync(surroundings, ["sandbox", "--port", "0", "--config", "wrong.json"]);

        ended.ExitCode.Should().Be(1, "it said {0}{1}", ended.Output, ended.Error);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain(said);
        ended.Error.Split('\n').Should().OnlyHaveUniqueItems("a problem is named once");
        (ended.Output + ended.Error).Should().NotContain("hunter2");
    }

    [Fact]
    public async Task Its_configuration_for_the_commands_is_for_this_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no file modes");
        using var elsewhere = new Surroundings();
        await using var sandbox = await RunningSandbox.StartAsync("--data", elsewhere.Folder);

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(elsewhere.File("novafence.json")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<RunningSandbox> StartAsync(string file, Surroundings? surroundings = null)
    {
        surroundings ??= new Surroundings();
        await File.WriteAllTextAsync(surroundings.File("own.json"), file, Token);
        return await RunningSandbox.StartInAsync(surroundings, "--config", "own.json");
    }

    private static async Task UntilAsync(RunningSandbox sandbox, string host, string state)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while ((await Shell.PasteAsync(sandbox.Banner.Look))["hosts"]!.AsArray().Single(one => one!["host"]!.GetValue<string>() == host)!["state"]!.GetValue<string>() != state)
            await Task.Delay(TimeSpan.FromMilliseconds(300), bound.Token);
    }
}
