using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Power;
using NovaFence.Core.Tests.Hosts;
using NovaFence.Sandbox;

namespace NovaFence.Power.Tests;

/// <summary>Credentials: shown once, and never again for a while where they were refused.</summary>
public sealed class SignInTests
{
    private const string Sessions = "/redfish/v1/SessionService/Sessions";

    [Fact]
    public async Task Basic_is_enough_and_no_session_is_opened()
    {
        await using var own = await PoweredCloud.StartAsync();

        await own.ReadAsync();

        own.Asked.Should().Equal("GET /redfish/v1/", "GET /redfish/v1/Systems", "GET /redfish/v1/Systems/1");
    }

    [Fact]
    public async Task Where_Basic_is_refused_a_session_is_opened_and_ended()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        own.Cloud.Crash("compute1");

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);
        own.Asked.Should().Contain($"POST {Sessions}").And.Contain(one => one.StartsWith($"DELETE {Sessions}/", StringComparison.Ordinal));
        own.Bmc.OpenSessions.Should().Be(0);

        own.Bmc.Requests.Clear();
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);
        own.Bmc.Requests.Snapshot().Should().NotContain(one => one.Status == 401, "the BMC counts each as a wrong password");
        own.Bmc.OpenSessions.Should().Be(0);
    }

    [Theory]
    [InlineData(503, PowerReading.Busy)]
    [InlineData(302, PowerReading.Redirected)]
    [InlineData(403, PowerReading.Refused)]
    [InlineData(0, PowerReading.Unreachable)]
    public async Task A_session_is_ended_also_where_the_read_fails(int status, PowerReading reading)
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        own.Says(SandboxBmc.SystemPath, "", status);

        (await own.ReadAsync()).Reading.Should().Be(reading);

        own.Asked.Should().Contain($"POST {Sessions}");
        own.Bmc.OpenSessions.Should().Be(0);
    }

    [Fact]
    public async Task A_session_is_ended_also_where_the_read_takes_too_long_or_is_given_up()
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys["NovaFence:Power:ReadWithin"] = "00:00:06");
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        var reads = 0;
        own.Bmc.OnRequest = async (request, stop) =>
        {
            if (request.Path == SandboxBmc.SystemPath)
            {
                Interlocked.Increment(ref reads);
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }

            return null;
        };

        var read = await own.ReadAsync();
        read.Reading.Should().Be(PowerReading.Unreachable);
        (read.Ended - read.Began).Should().BeLessThan(TimeSpan.FromSeconds(6), "some of the time is the end's");
        own.Bmc.OpenSessions.Should().Be(0);

        using var stop = new CancellationTokenSource();
        var before = Volatile.Read(ref reads);
        var asked = own.Power.ReadAsync("compute1", stop.Token);
        await Patience.UntilAsync("the machine is asked for in its session", () => Task.FromResult(Volatile.Read(ref reads) > before));
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        own.Bmc.OpenSessions.Should().Be(0);
    }

    [Fact]
    public async Task A_session_that_cannot_be_ended_is_told_of()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        own.Bmc.OnRequest = (request, _) => ValueTask.FromResult(request.Method == "DELETE" ? new BmcAnswer(500) : null);

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);

        own.Log.Should().Contain("3002");
    }

    [Fact]
    public async Task Where_no_sessions_are_offered_none_is_opened()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        own.Says("/redfish/v1/", """{"Systems": {"@odata.id": "/redfish/v1/Systems"}}""");

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Refused);

        own.Asked.Should().NotContain(one => one.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_BMC_that_took_sessions_and_offers_none_any_more_is_shown_Basic()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);

        own.Bmc.Behaviour = BmcBehaviour.Normal;
        own.Says("/redfish/v1/", """{"Systems": {"@odata.id": "/redfish/v1/Systems"}}""");

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task A_refused_password_is_not_shown_again_for_five_minutes()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await PoweredCloud.StartAsync(clock: clock);
        own.Bmc.Behaviour = BmcBehaviour.RefusesCredentials;
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Refused);
        var asked = own.Bmc.Requests.Count;
        own.Bmc.Requests.Snapshot().Count(one => one.Status == 401).Should().BeLessThanOrEqualTo(2, "Basic, and one session");

        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        own.Bmc.Behaviour = BmcBehaviour.Normal;
        var read = await own.ReadAsync();
        read.Reading.Should().Be(PowerReading.Refused);
        read.Facts.Should().Contain("not shown them again before");
        own.Bmc.Requests.Count.Should().Be(asked, "it was not asked at all");
        (await own.ReadAsync("compute2")).Reading.Should().Be(PowerReading.On, "it is another BMC");

        clock.Advance(TimeSpan.FromSeconds(2));
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task A_new_password_in_the_file_is_shown_at_once()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("novafence-power-").FullName, "password");
        await File.WriteAllTextAsync(file, "the-old-one\n", TestContext.Current.CancellationToken);
        await using var own = await PoweredCloud.StartAsync((_, keys) =>
        {
            keys.Remove("NovaFence:Power:Groups:0:Password");
            keys["NovaFence:Power:Groups:0:PasswordFile"] = file;
        });
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Refused);

        await File.WriteAllTextAsync(file, own.Cloud.BmcPassword + "\nand a second line", TestContext.Current.CancellationToken);
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);

        File.Delete(file);
        var read = await own.ReadAsync();
        read.Reading.Should().Be(PowerReading.Refused);
        read.Facts.Should().Contain("PasswordFile");
        own.Log.Should().NotContain(own.Cloud.BmcPassword).And.NotContain("the-old-one");
    }

    [Fact]
    public async Task Questions_at_once_show_a_wrong_password_once()
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys["NovaFence:Power:Groups:0:Password"] = "a-wrong-one");

        var reads = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => own.ReadAsync()));

        reads.Should().AllSatisfy(read => read.Reading.Should().Be(PowerReading.Refused));
        own.Bmc.Requests.Snapshot().Count(one => one.Path == "/redfish/v1/Systems").Should().Be(1);
        own.Bmc.Requests.Snapshot().Count(one => one.Method == "POST").Should().Be(1);
    }

    [Fact]
    public async Task A_clock_that_was_ahead_when_a_password_was_refused_does_not_keep_it_from_being_shown_for_longer()
    {
        var clock = new TestClock();
        clock.LeapAhead(TimeSpan.FromDays(365));
        await using var own = await PoweredCloud.StartAsync(clock: clock);
        own.Bmc.Behaviour = BmcBehaviour.RefusesCredentials;
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Refused);
        own.Bmc.Behaviour = BmcBehaviour.Normal;

        clock.SetBack(TimeSpan.FromDays(365));
        (await own.ReadAsync()).Facts.Should().Contain("not shown them again before");
        clock.Advance(TimeSpan.FromMinutes(5));

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task A_session_that_the_BMC_does_not_know_any_more_is_no_refused_password_but_for_the_second_time()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        var lost = 1;
        own.Bmc.OnRequest = (request, _) => ValueTask.FromResult(request.Path == SandboxBmc.SystemPath && lost-- > 0 ? new BmcAnswer(401) : null);

        var read = await own.ReadAsync();
        read.Reading.Should().Be(PowerReading.Busy);
        read.Facts.Should().Contain("session");
        own.Log.Should().NotContain("3000");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On, "it is asked again at once");

        lost = 2;
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Busy);
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Refused);
        (await own.ReadAsync()).Facts.Should().Contain("not shown them again before", "each try may leave a session");
    }

    [Theory]
    [InlineData("https://bmc7.example.org/redfish/v1/SessionService/Sessions/7", "{}")]
    [InlineData("SessionService/Sessions/7", "{}")]
    [InlineData("/redfish/v1/SessionService/Sessions/7/", "{}")]
    [InlineData("/SessionService/Sessions/7", """{"@odata.id": "/redfish/v1/SessionService/Sessions/7"}""")]
    [InlineData(null, """{"@odata.id": "/redfish/v1/SessionService/Sessions/7"}""")]
    public async Task A_session_is_ended_however_the_BMC_says_where_it_is(string? location, string body)
    {
        await using var own = await PoweredCloud.StartAsync();
        var isOpen = false;
        own.Bmc.OnRequest = (request, _) =>
        {
            if (request.Method == "GET" && request.Path == "/redfish/v1/")
                return ValueTask.FromResult<BmcAnswer?>(null);
            if (request.Method == "POST")
                isOpen = true;
            BmcAnswer answer = request switch
            {
                { Method: "POST" } => new(201, body) { Headers = [KeyValuePair.Create("X-Auth-Token", "t"), .. location is null ? [] : new[] { KeyValuePair.Create("Location", location) }] },
                { Method: "DELETE" } => new(request.Path.TrimEnd('/') == $"{Sessions}/7" ? 204 : 404),
                _ when !isOpen => new(401),
                { Path: "/redfish/v1/Systems" } => new(200, """{"Members": [{"@odata.id": "/redfish/v1/Systems/1"}]}"""),
                _ => new(200, $$"""{"SerialNumber": "{{own.Bmc.Serial}}", "UUID": "{{own.Bmc.Uuid}}", "PowerState": "Off"}"""),
            };
            return ValueTask.FromResult<BmcAnswer?>(answer);
        };

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);

        own.Asked.Should().ContainSingle(one => one.StartsWith("DELETE", StringComparison.Ordinal)).Which.TrimEnd('/').Should().Be($"DELETE {Sessions}/7");
    }

    [Theory]
    [InlineData("https://bmc7.example.org//evil.example.org/redfish/v1/SessionService/Sessions/7")]
    [InlineData("https://bmc7.example.org/elsewhere")]
    public async Task A_session_that_cannot_be_found_is_told_of(string location)
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.SessionsOnly;
        own.Bmc.OnRequest = (request, _) => ValueTask.FromResult(request.Method == "POST" ? new BmcAnswer(201, "{}") { Headers = [KeyValuePair.Create("X-Auth-Token", "t"), KeyValuePair.Create("Location", location)] } : null);

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Busy);

        own.Log.Should().Contain("3002");
    }
}
