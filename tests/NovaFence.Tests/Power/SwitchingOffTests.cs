using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Power;
using NovaFence.Sandbox;

namespace NovaFence.Power.Tests;

/// <summary>What is sent to a BMC that is told to switch its machine off, and what its answer comes to: over real TLS.</summary>
public sealed class SwitchingOffTests : IAsyncLifetime
{
    private const string Target = $"{SandboxBmc.SystemPath}/Actions/ComputerSystem.Reset";

    private PoweredCloud _own = null!;
    private int _meant;

    public async ValueTask InitializeAsync() => _own = await StartAsync();

    public ValueTask DisposeAsync() => _own.DisposeAsync();

    [Fact]
    public async Task ForceOff_is_sent_once_after_it_was_asked_whether_it_is_meant_and_the_machine_was_read_again()
    {
        _own.Bmc.ResetTypes = ["ForceOff"];

        var reply = await SwitchOffAsync();

        reply.Should().BeEquivalentTo(new { Status = PowerOffStatus.Taken, Read = new { Reading = PowerReading.On } });
        _meant.Should().Be(1);
        var asked = _own.Asked.ToList();
        asked[^2..].Should().Equal($"GET {SandboxBmc.SystemPath}", $"POST {Target}");
        asked.Count(one => one == $"GET {SandboxBmc.SystemPath}").Should().Be(2);
        _own.Bmc.Resets.Should().Be(1, "it lists nothing else, and would not have taken anything else");
        (await _own.ReadAsync()).Reading.Should().Be(PowerReading.Off);
    }

    [Fact]
    public async Task What_is_not_meant_is_not_sent()
    {
        var reply = await _own.Power.SwitchOffAsync("compute1", _ => Task.FromResult<string?>("paused"), Token);

        reply.Should().BeEquivalentTo(new { Status = PowerOffStatus.NotSent, Facts = "paused" });
        _own.Bmc.Resets.Should().Be(0);
        Posts().Should().Be(0);
    }

    [Theory]
    [InlineData(BmcBehaviour.WrongIdentity, PowerReading.WrongMachine)]
    [InlineData(BmcBehaviour.NoState, PowerReading.Unknown)]
    [InlineData(BmcBehaviour.LiesOff, PowerReading.Off)]
    [InlineData(BmcBehaviour.RefusesCredentials, PowerReading.Refused)]
    [InlineData(BmcBehaviour.Busy, PowerReading.Busy)]
    [InlineData(BmcBehaviour.NotReady, PowerReading.Busy)]
    [InlineData(BmcBehaviour.Redirects, PowerReading.Redirected)]
    [InlineData(BmcBehaviour.Html, PowerReading.Busy)]
    public async Task Only_the_right_machine_that_runs_is_told(BmcBehaviour behaviour, PowerReading reading)
    {
        _own.Bmc.Behaviour = behaviour;

        (await SwitchOffAsync()).Should().BeEquivalentTo(new { Status = PowerOffStatus.NotSent, Read = new { Reading = reading } });

        _meant.Should().Be(0);
        Posts().Should().Be(0);
    }

    [Theory]
    [InlineData("swapped", PowerReading.WrongMachine)]
    [InlineData("off", PowerReading.Off)]
    public async Task A_machine_that_is_another_one_or_off_by_then_is_not_told(string what, PowerReading reading)
    {
        var reply = await _own.Power.SwitchOffAsync(
            "compute1",
            _ =>
            {
                if (what == "off")
                    _own.Cloud.PowerOff("compute1");
                else
                    _own.Bmc.Behaviour = BmcBehaviour.WrongIdentity;
                return Task.FromResult<string?>(null);
            },
            Token);

        reply.Should().BeEquivalentTo(new { Status = PowerOffStatus.NotSent, Read = new { Reading = reading } });
        Posts().Should().Be(0);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_place_of_ForceOff()
    {
        _own.Bmc.ResetTypes = ["On", "GracefulShutdown", "PushPowerButton", "ForceRestart"];

        (await SwitchOffAsync()).Should().BeEquivalentTo(new { Status = PowerOffStatus.Refused, Facts = "its BMC does not list ForceOff, and nothing else is sent" });

        Posts().Should().Be(0);
    }

    public static TheoryData<string, bool> Actions => new()
    {
        { """{"target": "TARGET", "ResetType@Redfish.AllowableValues": ["ForceOff"]}""", true },
        { """{"target": "TARGET", "@Redfish.ActionInfo": "/info"}""", true },
        { """{"target": "TARGET", "@Redfish.ActionInfo": "https://elsewhere.example.org/info"}""", false },
        { """{"target": "TARGET"}""", false },
        { """{"target": "TARGET", "ResetType@Redfish.AllowableValues": ["forceoff"]}""", false },
        { """{"target": "TARGET", "ResetType@Redfish.AllowableValues": "ForceOff"}""", false },
        { """{"target": "https://elsewhere.example.org/redfish/v1/Systems/1/Actions/ComputerSystem.Reset", "ResetType@Redfish.AllowableValues": ["ForceOff"]}""", false },
        { """{"target": "//elsewhere/redfish/v1/Systems/1/Actions/ComputerSystem.Reset", "ResetType@Redfish.AllowableValues": ["ForceOff"]}""", false },
        { """{"target": "/redfish/v1/Systems/2/Actions/ComputerSystem.Reset", "ResetType@Redfish.AllowableValues": ["ForceOff"]}""", false },
        { """{"target": "/redfish/v1/Systems/1/Actions/../../2/Actions/ComputerSystem.Reset", "ResetType@Redfish.AllowableValues": ["ForceOff"]}""", false },
        { """{"ResetType@Redfish.AllowableValues": ["ForceOff"]}""", false },
        { """[]""", false },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task What_the_BMC_lists_and_where_is_what_counts(string action, bool isSent)
    {
        var reset = action.Replace("TARGET", Target, StringComparison.Ordinal);
        Says(SandboxBmc.SystemPath, $$"""{"SerialNumber": "{{_own.Bmc.Serial}}", "UUID": "{{_own.Bmc.Uuid}}", "PowerState": "On", "Actions": {"#ComputerSystem.Reset": {{reset}} } }""");
        Says("/info", """{"Parameters": [{"Name": "Other", "AllowableValues": ["On"]}, {"Name": "ResetType", "AllowableValues": ["On", "ForceOff"]}]}""");

        (await SwitchOffAsync()).Status.Should().BeOneOf(isSent ? [PowerOffStatus.Taken] : [PowerOffStatus.Refused, PowerOffStatus.NotSent]);

        Posts().Should().Be(isSent ? 1 : 0);
        _own.Cloud.Bmc("compute2").Resets.Should().Be(0);
    }

    [Theory]
    [InlineData(200, "{}", PowerOffStatus.Taken)]
    [InlineData(202, "", PowerOffStatus.Taken)]
    [InlineData(204, "", PowerOffStatus.Taken)]
    [InlineData(409, "no json", PowerOffStatus.Taken)]
    [InlineData(400, """{"error":{"@Message.ExtendedInfo":[{"MessageId":"iLO.2.14.InvalidOperationForSystemState"}]}}""", PowerOffStatus.Taken)]
    [InlineData(400, """{"error":{"@Message.ExtendedInfo":[{"MessageID":"iLO.0.10.InvalidOperationForSystemState"}]}}""", PowerOffStatus.Taken)]
    [InlineData(400, """{"error":{"@Message.ExtendedInfo":[{"MessageId":"Base.1.8.ActionParameterNotSupported"}]}}""", PowerOffStatus.Refused)]
    [InlineData(400, "<html>", PowerOffStatus.Refused)]
    [InlineData(401, "", PowerOffStatus.Refused)]
    [InlineData(403, "", PowerOffStatus.Refused)]
    [InlineData(404, "", PowerOffStatus.Refused)]
    [InlineData(405, "", PowerOffStatus.Refused)]
    [InlineData(302, "", PowerOffStatus.Refused)]
    [InlineData(408, "", PowerOffStatus.MayAct)]
    [InlineData(500, "{}", PowerOffStatus.MayAct)]
    [InlineData(503, "", PowerOffStatus.MayAct)]
    [InlineData(0, "", PowerOffStatus.MayAct)]
    public async Task Each_answer_comes_to_one_thing_and_is_never_tried_again(int status, string body, PowerOffStatus came)
    {
        _own.Bmc.OnRequest = (request, _) => ValueTask.FromResult(request.Method == "POST" ? new BmcAnswer(status, body) : null);

        (await SwitchOffAsync()).Status.Should().Be(came);

        Posts().Should().Be(1);
    }

    [Fact]
    public async Task No_answer_in_time_may_still_act()
    {
        await _own.DisposeAsync();
        _own = await StartAsync(null, ("NovaFence:Power:ReadWithin", "00:00:01"));
        var posts = 0;
        _own.Bmc.OnRequest = async (request, aborted) =>
        {
            if (request.Method == "POST" && ++posts > 0)
                await Task.Delay(Timeout.InfiniteTimeSpan, aborted);
            return null;
        };

        (await SwitchOffAsync()).Should().BeEquivalentTo(new { Status = PowerOffStatus.MayAct, Facts = "it gave no whole answer in time" });

        posts.Should().Be(1);
    }

    [Fact]
    public async Task A_BMC_that_ends_each_connection_is_not_told()
    {
        _own.Bmc.OnRequest = (request, _) => ValueTask.FromResult(request.Path == SandboxBmc.SystemPath
            ? new BmcAnswer(200, JsonSerializer.Serialize(System())) { Headers = [new("Connection", "close")] }
            : null);

        (await SwitchOffAsync()).Status.Should().Be(PowerOffStatus.Refused);

        Posts().Should().Be(0);
    }

    [Fact]
    public async Task What_it_lists_and_cannot_be_read_is_no_refusal()
    {
        Says(SandboxBmc.SystemPath, $$"""{"SerialNumber": "{{_own.Bmc.Serial}}", "UUID": "{{_own.Bmc.Uuid}}", "PowerState": "On", "Actions": {"#ComputerSystem.Reset": {"target": "{{Target}}", "@Redfish.ActionInfo": "/missing"} } }""");

        (await SwitchOffAsync()).Status.Should().Be(PowerOffStatus.NotSent);
    }

    [Fact]
    public async Task What_was_meant_some_seconds_ago_is_not_sent()
    {
        await _own.DisposeAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        _own = await StartAsync(clock);

        var reply = await _own.Power.SwitchOffAsync(
            "compute1",
            _ =>
            {
                clock.Advance(PowerOffSent.MeantFor + TimeSpan.FromSeconds(1));
                return Task.FromResult<string?>(null);
            },
            Token);

        reply.Should().BeEquivalentTo(new { Status = PowerOffStatus.NotSent, Facts = "more than 5 s went by since it was asked whether it is meant" });
        Posts().Should().Be(0);
    }

    [Fact]
    public async Task A_session_ends_also_where_nothing_was_answered()
    {
        await _own.DisposeAsync();
        _own = await StartAsync(null, ("NovaFence:Power:ReadWithin", "00:00:02"));
        _own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        _own.Bmc.OnRequest = async (request, aborted) =>
        {
            if (request.Path == Target)
                await Task.Delay(Timeout.InfiniteTimeSpan, aborted);
            return null;
        };

        (await SwitchOffAsync()).Status.Should().Be(PowerOffStatus.MayAct);

        _own.Bmc.OpenSessions.Should().Be(0);
    }

    [Fact]
    public async Task A_session_is_used_for_it_and_ended()
    {
        _own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;

        (await SwitchOffAsync()).Status.Should().Be(PowerOffStatus.Taken);

        _own.Bmc.OpenSessions.Should().Be(0);
        _own.Asked.Last().Should().StartWith("DELETE ");
    }

    [Fact]
    public async Task An_account_that_may_only_read_is_refused_and_nothing_is_told_of_its_password()
    {
        await _own.DisposeAsync();
        _own = await PoweredCloud.StartAsync();

        var reply = await SwitchOffAsync();

        reply.Should().BeEquivalentTo(new { Status = PowerOffStatus.Refused, Facts = "its BMC answered 403: the account may not switch it off" });
        _own.Log.Should().NotContain(_own.Cloud.BmcPassword);
        (await _own.ReadAsync()).Reading.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task A_host_without_a_BMC_is_not_told() =>
        (await _own.Power.SwitchOffAsync("compute3", MeantAsync, Token)).Should().BeEquivalentTo(new { Status = PowerOffStatus.NotSent, Read = new { Reading = PowerReading.NotConfigured } });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<PoweredCloud> StartAsync(TimeProvider? clock = null, params (string Key, string Value)[] more) => PoweredCloud.StartAsync(
        (_, keys) =>
        {
            keys["NovaFence:Power:Groups:0:User"] = new SandboxOptions().BmcUserName;
            foreach (var (key, value) in more)
                keys[key] = value;
        },
        clock);

    private Task<PowerOffReply> SwitchOffAsync() => _own.Power.SwitchOffAsync("compute1", MeantAsync, Token);

    private Task<string?> MeantAsync(CancellationToken cancellationToken)
    {
        _meant++;
        return Task.FromResult<string?>(null);
    }

    private int Posts() => _own.Asked.Count(one => one == $"POST {Target}");

    private Dictionary<string, object> System() => new Dictionary<string, object>
    {
        ["SerialNumber"] = _own.Bmc.Serial,
        ["UUID"] = _own.Bmc.Uuid.ToString(),
        ["PowerState"] = "On",
        ["Actions"] = new Dictionary<string, object> { ["#ComputerSystem.Reset"] = new Dictionary<string, object> { ["target"] = Target, ["ResetType@Redfish.AllowableValues"] = new[] { "ForceOff" } } },
    };

    private readonly Dictionary<string, string> _says = [];

    private void Says(string path, string json)
    {
        _says[path] = json;
        _own.Bmc.OnRequest = (request, _) => ValueTask.FromResult(request.Method == "GET" && _says.TryGetValue(request.Path, out var said) ? new BmcAnswer(200, said) : null);
    }
}
