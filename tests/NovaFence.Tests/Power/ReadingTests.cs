using NovaFence.Core.Power;
using NovaFence.Sandbox;

namespace NovaFence.Power.Tests;

/// <summary>What each class of answers comes to, over real TLS.</summary>
public sealed class ReadingTests
{
    private const string SystemPath = SandboxBmc.SystemPath;

    [Fact]
    public async Task A_machine_that_runs_is_on_and_one_that_crashed_is_off()
    {
        await using var own = await PoweredCloud.StartAsync();

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);
        own.Cloud.Crash("compute1");
        var read = await own.ReadAsync();

        read.Reading.Should().Be(PowerReading.Off);
        read.Facts.Should().Be("Off");
        read.Ended.Should().BeOnOrAfter(read.Began);
        (await own.ReadAsync("compute2")).Reading.Should().Be(PowerReading.On);
        own.Cloud.Boot("compute1");
        (await own.ReadAsync("COMPUTE1")).Reading.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task One_that_is_being_switched_off_still_runs()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.SwitchingTime = TimeSpan.FromMinutes(10);

        own.Cloud.Crash("compute1");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.PoweringOff);
        own.Cloud.Boot("compute1");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.PoweringOn);
    }

    [Theory]
    [InlineData("\"On\"", PowerReading.On)]
    [InlineData("\"Off\"", PowerReading.Off)]
    [InlineData("\"PoweringOn\"", PowerReading.PoweringOn)]
    [InlineData("\"PoweringOff\"", PowerReading.PoweringOff)]
    [InlineData("\"Paused\"", PowerReading.Paused)]
    [InlineData("\"off\"", PowerReading.Unknown)]
    [InlineData("\"Off \"", PowerReading.Unknown)]
    [InlineData("\"Reset\"", PowerReading.Unknown)]
    [InlineData("\"\"", PowerReading.Unknown)]
    [InlineData("null", PowerReading.Unknown)]
    [InlineData("false", PowerReading.Unknown)]
    [InlineData("[\"Off\"]", PowerReading.Unknown)]
    [InlineData("\"Off\", \"PowerState\": \"On\"", PowerReading.Busy)]
    public async Task A_state_is_read_letter_by_letter(string state, PowerReading reading)
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Says(SystemPath, $$"""{"SerialNumber": "{{own.Bmc.Serial}}", "UUID": "{{own.Bmc.Uuid}}", "PowerState": {{state}}}""");

        (await own.ReadAsync()).Reading.Should().Be(reading);
    }

    [Theory]
    [InlineData(BmcBehaviour.Busy, PowerReading.Busy)]
    [InlineData(BmcBehaviour.NotReady, PowerReading.Busy)]
    [InlineData(BmcBehaviour.Html, PowerReading.Busy)]
    [InlineData(BmcBehaviour.RefusesCredentials, PowerReading.Refused)]
    [InlineData(BmcBehaviour.Forbidden, PowerReading.Refused)]
    [InlineData(BmcBehaviour.Redirects, PowerReading.Redirected)]
    [InlineData(BmcBehaviour.WrongIdentity, PowerReading.WrongMachine)]
    [InlineData(BmcBehaviour.NoState, PowerReading.Unknown)]
    [InlineData(BmcBehaviour.DeadWithHost, PowerReading.Unreachable)]
    [InlineData(BmcBehaviour.Hang, PowerReading.Unreachable)]
    public async Task No_BMC_that_does_not_answer_as_it_should_is_believed_to_be_off(BmcBehaviour behaviour, PowerReading reading)
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys["NovaFence:Power:ReadWithin"] = "00:00:01");
        own.Cloud.Crash("compute1");
        own.Bmc.Behaviour = behaviour;

        var read = await own.ReadAsync();

        read.Reading.Should().Be(reading);
        read.Facts.Should().NotBeEmpty().And.NotContain("127.0.0.1").And.NotContain(own.Cloud.BmcPassword);
    }

    [Theory]
    [InlineData(200, PowerReading.Busy)]
    [InlineData(201, PowerReading.Busy)]
    [InlineData(202, PowerReading.Busy)]
    [InlineData(204, PowerReading.Busy)]
    [InlineData(301, PowerReading.Redirected)]
    [InlineData(302, PowerReading.Redirected)]
    [InlineData(304, PowerReading.Redirected)]
    [InlineData(307, PowerReading.Redirected)]
    [InlineData(308, PowerReading.Redirected)]
    [InlineData(400, PowerReading.Busy)]
    [InlineData(401, PowerReading.Refused)]
    [InlineData(403, PowerReading.Refused)]
    [InlineData(404, PowerReading.Busy)]
    [InlineData(405, PowerReading.Busy)]
    [InlineData(409, PowerReading.Busy)]
    [InlineData(429, PowerReading.Busy)]
    [InlineData(500, PowerReading.Busy)]
    [InlineData(502, PowerReading.Busy)]
    [InlineData(503, PowerReading.Busy)]
    [InlineData(0, PowerReading.Unreachable)]
    public async Task A_status_instead_of_an_answer_is_the_same_wherever_it_comes(int status, PowerReading reading)
    {
        foreach (var path in (string[])["/redfish/v1/", "/redfish/v1/Systems", SystemPath])
        {
            await using var own = await PoweredCloud.StartAsync();
            own.Cloud.Crash("compute1");
            own.Says(path, "", status);

            (await own.ReadAsync()).Reading.Should().Be(reading, "{0} was answered so", path);
        }
    }

    [Theory]
    [InlineData("/redfish/v1/")]
    [InlineData("/redfish/v1/Systems")]
    [InlineData(SystemPath)]
    public async Task Nothing_that_is_no_JSON_is_read(string path)
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Cloud.Crash("compute1");
        foreach (var body in (string[])["", "{", "[]", "null", "\"Off\"", "<html/>", new string('[', 40), $$"""{"a": "{{new string('x', 256 * 1024)}}"}"""])
        {
            own.Says(path, body);
            (await own.ReadAsync()).Reading.Should().Be(PowerReading.Busy, "it said {0}", body.Length > 50 ? body[..50] : body);
        }
    }

    [Fact]
    public async Task Of_a_long_answer_so_much_is_read_and_no_more()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Cloud.Crash("compute1");
        var system = $$"""{"SerialNumber": "{{own.Bmc.Serial}}", "UUID": "{{own.Bmc.Uuid}}", "PowerState": "Off", "Oem": "{{new string('x', (256 * 1024) - 200)}}"}""";
        own.Says(SystemPath, system + new string(' ', (256 * 1024) - system.Length));
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);

        own.Says(SystemPath, system + new string(' ', (256 * 1024) - system.Length + 1));
        var read = await own.ReadAsync();
        read.Reading.Should().Be(PowerReading.Busy);
        read.Facts.Should().Contain("256 KiB");
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/redfish/v1/Systems")]
    [InlineData("http://127.0.0.1/redfish/v1/Systems")]
    [InlineData("//example.org/redfish/v1/Systems")]
    [InlineData("\\\\\\\\example.org\\\\redfish")]
    [InlineData("https://user@127.0.0.1/redfish/v1/Systems")]
    [InlineData("file:///etc/passwd")]
    public async Task A_link_that_leads_elsewhere_is_not_followed(string link)
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Says("/redfish/v1/", $$"""{"Systems": {"@odata.id": "{{link}}"} }""");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Redirected);

        own.Bmc.OnRequest = null;
        own.Says("/redfish/v1/Systems", $$"""{"Members": [{"@odata.id": "{{link}}"}]}""");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Redirected);
    }

    [Fact]
    public async Task A_link_with_the_whole_address_of_the_same_BMC_is_followed()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Cloud.Crash("compute1");
        own.Says("/redfish/v1/Systems", $$"""{"Members": [{"@odata.id": "{{own.Bmc.Url}}redfish/v1/Systems/1"}]}""");

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);
    }

    [Fact]
    public async Task Pages_of_systems_are_read_to_the_end()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Cloud.Crash("compute1");
        own.Bmc.Others = [("SBX7777AAAA", Guid.NewGuid().ToString(), "On")];
        own.Says("/redfish/v1/Systems", """{"Members": [{"@odata.id": "/redfish/v1/Systems/2"}], "Members@odata.nextLink": "/redfish/v1/Systems?$skip=1"}""");
        var first = own.Bmc.OnRequest!;
        own.Bmc.OnRequest = (request, stop) => request.Path.EndsWith("$skip=1", StringComparison.Ordinal)
            ? ValueTask.FromResult<BmcAnswer?>(new BmcAnswer(200, """{"Members": [{"@odata.id": "/redfish/v1/Systems/1"}]}"""))
            : first(request, stop);

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);

        own.Says("/redfish/v1/Systems", """{"Members": [], "Members@odata.nextLink": "/redfish/v1/Systems"}""");
        (await own.ReadAsync()).Reading.Should().NotBe(PowerReading.Off, "pages without an end are none");
    }

    [Fact]
    public async Task Where_the_chassis_is_asked_it_must_be_off_too()
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys["NovaFence:Power:Chassis"] = "true");
        own.Cloud.Crash("compute1");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);

        own.Says("/redfish/v1/Chassis/1", """{"PowerState": "On"}""");
        var read = await own.ReadAsync();
        read.Reading.Should().Be(PowerReading.On);
        read.Facts.Should().Contain("chassis");
        own.Says("/redfish/v1/Chassis/1", "{}");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Unknown);
        own.Says(SystemPath, $$"""{"SerialNumber": "{{own.Bmc.Serial}}", "UUID": "{{own.Bmc.Uuid}}", "PowerState": "Off"}""");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Unknown, "no chassis is linked");
    }

    [Fact]
    public async Task A_host_that_is_not_configured_has_no_BMC()
    {
        await using var own = await PoweredCloud.StartAsync();

        (await own.ReadAsync("compute3")).Reading.Should().Be(PowerReading.NotConfigured);
    }

    [Fact]
    public async Task Only_who_gives_up_gets_an_exception()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.Hang;
        using var stop = new CancellationTokenSource();

        var asked = own.Power.ReadAsync("compute1", stop.Token);
        await Patience.UntilAsync("it hangs", () => Task.FromResult(own.Bmc.Requests.Count == 0 && !asked.IsCompleted));
        await stop.CancelAsync();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        own.Bmc.Behaviour = BmcBehaviour.Normal;
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On, "the next one is asked");
    }
}
