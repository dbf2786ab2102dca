using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>The power buttons of the sandbox's hosts and the switch of its cloud, on the server's port.</summary>
public sealed class SandboxEndpointsTests(SandboxEndpointsTests.OneSandbox one) : IClassFixture<SandboxEndpointsTests.OneSandbox>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Buttons => ["/sandbox/hosts/compute1/crash", "/sandbox/hosts/compute1/boot", "/sandbox/cloud/away", "/sandbox/cloud/back", "/sandbox/hosts/compute1/bmc/normal"];

    private RunningSandbox Sandbox => one.Sandbox;

    private string Operator => Sandbox.Banner["operator token"];

    [Fact]
    public async Task Crash_and_boot_answer_what_became_of_the_host_and_pressed_again_change_nothing()
    {
        var crashed = await PressAsync("/sandbox/hosts/compute2/crash");
        var again = await PressAsync("/sandbox/hosts/COMPUTE2/crash");
        var booted = await PressAsync("/sandbox/hosts/compute2/boot");

        crashed.Select(member => member.Key).Should().Equal("host", "power", "reporting", "last_report_at", "sandbox");
        (crashed["host"]!.GetValue<string>(), crashed["power"]!.GetValue<string>(), crashed["reporting"]!.GetValue<bool>()).Should().Be(("compute2", "off", false));
        crashed["last_report_at"]!.GetValue<string>().Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$");
        again.ToJsonString().Should().Be(crashed.ToJsonString());
        (booted["host"]!.GetValue<string>(), booted["power"]!.GetValue<string>(), booted["reporting"]!.GetValue<bool>()).Should().Be(("compute2", "on", true));
    }

    [Fact]
    public async Task A_BMC_answers_as_it_is_told_and_crash_and_boot_are_its_machines_power()
    {
        await ReadsAsync("compute5", 0, "on");
        await PressAsync("/sandbox/hosts/compute5/crash");
        await ReadsAsync("compute5", 0, "off");
        (await PressAsync("/sandbox/hosts/COMPUTE5/bmc/wrong-identity")).ToJsonString().Should().Be("""{"host":"compute5","bmc":"wrong-identity","sandbox":true}""");
        await ReadsAsync("compute5", 1, "wrong machine");
        await PressAsync("/sandbox/hosts/compute5/bmc/normal");
        await PressAsync("/sandbox/hosts/compute5/boot");
        await ReadsAsync("compute5", 0, "on");
    }

    private async Task ReadsAsync(string host, int exitCode, string reading)
    {
        var ended = await Novafence.RunAsync(Sandbox.Surroundings, "power", host, "--json", "--config", Path.Combine(Path.GetDirectoryName(Sandbox.Banner["ledger"])!, "novafence.json"));
        ended.ExitCode.Should().Be(exitCode, "it said {0}{1}", ended.Output, ended.Error);
        JsonNode.Parse(ended.Output)![0]!["reading"]!.GetValue<string>().Should().Be(reading);
    }

    [Fact]
    public async Task A_cloud_that_is_away_makes_an_alert_wait_and_back_lets_it_through()
    {
        await PressAsync("/sandbox/hosts/compute1/crash");
        (await PressAsync("/sandbox/cloud/away")).ToJsonString().Should().Be("""{"away":true,"sandbox":true}""");
        var held = (await Shell.PasteAsync(Sandbox.Banner.Firing))["outcomes"]![0]!;

        (await PressAsync("/sandbox/cloud/back")).ToJsonString().Should().Be("""{"away":false,"sandbox":true}""");
        var done = (await Shell.PasteAsync(Sandbox.Banner.Firing))["outcomes"]![0]!;

        held["state"]!.GetValue<string>().Should().NotBe("down");
        done["state"]!.GetValue<string>().Should().Be("down");
    }

    [Theory]
    [InlineData("compute", "compute1")]
    [InlineData("compte4", "compute4")]
    [InlineData("COMPUTE33", "compute3")]
    [InlineData("5", "compute5")]
    [InlineData("controller", "compute1")]
    [InlineData("%0a", "compute1")]
    public async Task An_unknown_host_is_404_with_the_nearest_name(string host, string nearest)
    {
        foreach (var button in (string[])["crash", "boot"])
        {
            var problem = await ProblemAsync(HttpMethod.Post, $"/sandbox/hosts/{host}/{button}", Operator, HttpStatusCode.NotFound);

            problem["type"]!.GetValue<string>().Should().Be("urn:novafence:problem:unknown-host");
            problem["detail"]!.GetValue<string>().Should().Be($"The sandbox has no compute host of this name. The nearest is {nearest}.");
        }
    }

    [Theory]
    [MemberData(nameof(Buttons))]
    public async Task Only_an_operator_may_press(string button)
    {
        foreach (var token in (string?[])[null, "wrong", Sandbox.Banner["webhook token"]])
            (await ProblemAsync(HttpMethod.Post, button, token, HttpStatusCode.Unauthorized))["type"]!.GetValue<string>().Should().Be("urn:novafence:problem:not-authentic");
    }

    [Theory]
    [MemberData(nameof(Buttons))]
    public async Task Another_method_is_405(string button)
    {
        using var answer = await Sandbox.GetAsync(button, Operator);

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.Should().Equal("POST");
        answer.Headers.GetValues("NovaFence-Sandbox").Should().Equal("true");
    }

    [Theory]
    [InlineData("/sandbox")]
    [InlineData("/sandbox/hosts")]
    [InlineData("/sandbox/hosts/compute1")]
    [InlineData("/sandbox/hosts/compute1/burn")]
    [InlineData("/sandbox/cloud/gone")]
    [InlineData("/sandbox/hosts/compute1/bmc/on-fire")]
    public async Task Another_path_is_404(string path) =>
        (await ProblemAsync(HttpMethod.Post, path, Operator, HttpStatusCode.NotFound))["type"]!.GetValue<string>().Should().Be("urn:novafence:problem:no-such-path");

    private async Task<JsonObject> PressAsync(string button)
    {
        using var answer = await Sandbox.SendAsync(HttpMethod.Post, button, Operator);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!.AsObject();
    }

    private async Task<JsonNode> ProblemAsync(HttpMethod method, string path, string? token, HttpStatusCode status)
    {
        using var answer = await Sandbox.SendAsync(method, path, token);
        answer.StatusCode.Should().Be(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }

    /// <summary>One sandbox for all of them: each presses what it needs.</summary>
    public sealed class OneSandbox : IAsyncLifetime
    {
        internal RunningSandbox Sandbox { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Sandbox = await RunningSandbox.StartAsync();

        public async ValueTask DisposeAsync() => await Sandbox.DisposeAsync();
    }
}
