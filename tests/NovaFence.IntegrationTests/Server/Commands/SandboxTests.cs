using System.Net;
using System.Net.Sockets;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence sandbox</c>: what it prints can be pasted, and does what it says.</summary>
public sealed class SandboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_prints_can_be_pasted_in_its_order()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var banner = sandbox.Banner;
        banner.Blocks.Should().HaveCount(7);

        var explained = (await Shell.PasteAsync(banner.Explain))["explanations"]![0]!;
        explained["verdict"]!.GetValue<string>().Should().Be("held");
        explained["rule"]!.GetValue<string>().Should().Be("evidence", "an example is a safe one: nothing says that the host is fenced");

        var crashed = await Shell.PasteAsync(banner.Crash);
        crashed["host"]!.GetValue<string>().Should().Be("compute1");
        crashed["power"]!.GetValue<string>().Should().Be("off");
        crashed["reporting"]!.GetValue<bool>().Should().BeFalse();
        var lastReport = crashed["last_report_at"]!.GetValue<DateTimeOffset>();
        (DateTimeOffset.UtcNow - lastReport).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(20), "an alert comes some time after a host's last word");

        var forced = await Shell.PasteAsync(banner.Firing);
        forced["outcomes"]![0]!["host"]!.GetValue<string>().Should().Be("compute1");
        forced["outcomes"]![0]!["verdict"]!.GetValue<string>().Should().Be("force-down");
        forced["outcomes"]![0]!["state"]!.GetValue<string>().Should().Be("down");

        var hosts = (await Shell.PasteAsync(banner.Look))["hosts"]!.AsArray();
        hosts.Where(host => host!["state"]!.GetValue<string>() == "down").Select(host => host!["host"]!.GetValue<string>()).Should().Equal("compute1");
        hosts.Should().HaveCount(5);

        var booted = await Shell.PasteAsync(banner.Boot);
        booted["power"]!.GetValue<string>().Should().Be("on");
        booted["reporting"]!.GetValue<bool>().Should().BeTrue();
        booted["last_report_at"]!.GetValue<DateTimeOffset>().Should().BeAfter(lastReport);

        var resolved = await Shell.PasteAsync(banner.Resolved);
        resolved["outcomes"]![0]!["verdict"]!.GetValue<string>().Should().Be("recorded");
        resolved["outcomes"]![0]!["reason"]!.GetValue<string>().Should().StartWith("settling");

        var commands = await Shell.RunAsync(banner.Commands);
        commands.Should().Contain("compute5").And.Contain("force-down");

        // As the banner promises.
        banner.Text.Should().Contain("compute1 is unset 10 seconds after the resolved one (NovaFence:Release:SettleTime) at the earliest, and once its nova-compute is seen to report.");
        using var bound = new CancellationTokenSource(Patience.Bound);
        while ((await Shell.PasteAsync(banner.Look))["hosts"]!.AsArray().Any(host => host!["state"]!.GetValue<string>() != "clear"))
            await Task.Delay(TimeSpan.FromMilliseconds(500), bound.Token);
    }

    private static async Task SaysThatItIsASandboxAsync(RunningSandbox sandbox)
    {
        var token = sandbox.Banner["operator token"];

        sandbox.Banner.Text.Should().Contain("SANDBOX");
        foreach (var (path, sent) in new (string, string?)[] { ("/api/hosts", token), ("/api/hosts", null), ("/api/health/live", null), ("/api/nothing", null), ("/api/webhooks/alertmanager", null) })
        {
            using var answer = await sandbox.GetAsync(path, sent);
            answer.Headers.GetValues("NovaFence-Sandbox").Should().Equal("true");
            System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["sandbox"]!.GetValue<bool>().Should().BeTrue();
        }
    }

    [Fact]
    public async Task Its_options_fix_what_it_would_choose()
    {
        using var elsewhere = new Surroundings();
        var (port, cloudPort) = (Ports.Free(), Ports.Free());
        var data = elsewhere.File("a new user's folder");
        await using var sandbox = await RunningSandbox.StartAsync(
            "--port", $"{port}", "--cloud-port", $"{cloudPort}", "--token", "t", "--operator-token", "op", "--data", data);

        sandbox.Banner["server"].Should().Be($"http://127.0.0.1:{port}");
        sandbox.Banner["cloud"].Should().Be($"http://127.0.0.1:{cloudPort}/identity/v3");
        sandbox.Banner["webhook token"].Should().Be("t");
        sandbox.Banner["operator token"].Should().Be("op");
        sandbox.Banner.Text.Should().Contain(Path.Combine(data, "ledger.db"));
        File.Exists(Path.Combine(data, "ledger.db")).Should().BeTrue();

        using var hosts = await sandbox.GetAsync("/api/hosts", "op");
        hosts.StatusCode.Should().Be(HttpStatusCode.OK);
        using var refused = await sandbox.GetAsync("/api/hosts", "t");
        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var client = new HttpClient();
        (await client.GetStringAsync($"http://127.0.0.1:{cloudPort}/identity/v3", Token)).Should().Contain("v3");
        await Shell.PasteAsync(sandbox.Banner.Crash);
        (await Shell.PasteAsync(sandbox.Banner.Firing))["outcomes"]![0]!["state"]!.GetValue<string>().Should().Be("down");
        (await Shell.RunAsync(sandbox.Banner.Commands)).Should().Contain("down", "a space and a quote in the folder's name are quoted");
    }

    [Fact]
    public async Task Tokens_and_ports_are_made_up_anew_each_time_and_every_answer_says_that_it_is_a_sandbox()
    {
        await using var one = await RunningSandbox.StartAsync();
        await using var other = await RunningSandbox.StartAsync();
        await SaysThatItIsASandboxAsync(one);

        foreach (var name in (string[])["server", "cloud", "ledger", "webhook token", "operator token"])
            one.Banner[name].Should().NotBeEmpty().And.NotBe(other.Banner[name]);
    }

    [Fact]
    public async Task Nothing_of_the_surroundings_leaks_into_it()
    {
        using var surroundings = new Surroundings();
        surroundings.Variables["OS_AUTH_URL"] = "http://127.0.0.1:9/v3";
        surroundings.Variables["OS_USERNAME"] = "somebody";
        surroundings.Variables["OS_CLOUD"] = "nosuch";
        surroundings.Variables["OS_INTERFACE"] = "internal";
        surroundings.Variables["NovaFence__Cloud__AuthUrl"] = "http://127.0.0.1:9/v3";
        surroundings.Variables["NovaFence__Mode"] = "observe";
        surroundings.Variables["ASPNETCORE_URLS"] = "http://0.0.0.0:0";
        await using var program = Novafence.Start(surroundings, "sandbox", "--port", "0");
        await program.WhenPrintedAsync(Banner.End);

        var banner = new Banner(program.Output);
        banner.Text.Should().Contain("  ignored         NovaFence:Cloud, NovaFence:Mode: the sandbox has its own");
        banner["server"].Should().StartWith("http://127.0.0.1:");
        await Shell.PasteAsync(banner.Crash);
        (await Shell.PasteAsync(banner.Firing))["outcomes"]![0]!["state"]!.GetValue<string>().Should().Be("down");
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--cloud-port")]
    public async Task A_port_in_use_is_told_and_not_thrown(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var surroundings = new Surroundings();

        // It ends by itself.
        var ended = await WarmNovafence.RunAsync(surroundings, ["sandbox", option == "--port" ? "--cloud-port" : "--port", "0", option, $"{((IPEndPoint)taken.LocalEndpoint).Port}"]);

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
    }
}
