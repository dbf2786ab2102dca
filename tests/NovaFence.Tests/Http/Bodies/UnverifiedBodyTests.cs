using System.Globalization;
using System.Net;
using System.Text;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Bodies;

/// <summary>Who sends nothing that could be right is answered before a byte of his body is there, and who could be right gets a bounded room.</summary>
public sealed class UnverifiedBodyTests
{
    private const int MiB = 1024 * 1024;
    private const int Most = 256 * 1024;
    private const int FirstBuffer = 16 * 1024;
    private const string Alertmanager = "/api/webhooks/alertmanager";
    private const string Grafana = "/api/webhooks/grafana";
    private const string PagerDuty = "/api/webhooks/pagerduty";
    private const string Generic = "/api/webhooks/zabbix";
    private const string Json = "Content-Type: application/json";

    private static readonly string Digits = new('0', 64);

    public static TheoryData<string, string, string> WithoutCredential() => new()
    {
        { "POST", Alertmanager, "" },
        { "POST", Alertmanager, "Authorization: Bearer a-wrong-token" },
        { "POST", Grafana, "" },
        { "POST", Grafana, "Authorization: Bearer a-wrong-token" },
        { "POST", Grafana, "X-Grafana-Alerting-Signature: 0123" },
        { "POST", Grafana, $"X-Grafana-Alerting-Signature: {new string('x', 64)}" },
        { "POST", PagerDuty, "" },
        { "POST", PagerDuty, "X-PagerDuty-Signature: v1=0123" },
        { "POST", PagerDuty, $"X-PagerDuty-Signature: v2={Digits}" },
        { "POST", PagerDuty, $"X-PagerDuty-Signature: v1={new string('x', 64)}" },
        { "POST", Generic, "" },
        { "POST", Generic, $"Authorization: Bearer {Digits}" },
        { "POST", Generic, "X-NovaFence-Signature: sha256=0123" },
        { "POST", Generic, $"X-NovaFence-Signature: {Digits}" },
        { "POST", Generic, $"X-NovaFence-Signature: {Digits}\r\nX-NovaFence-Timestamp: soon" },
        { "PUT", "/api/hosts/compute1/force-down", "" },
        { "PUT", "/api/hosts/compute1/force-down", "Authorization: Bearer a-wrong-token" },
        { "PUT", "/api/pause", "" },
        { "POST", "/api/explain", "Authorization: Bearer a-wrong-token" },
    };

    [Theory]
    [MemberData(nameof(WithoutCredential))]
    public async Task Without_a_credential_the_answer_comes_before_the_body(string method, string path, string header)
    {
        await using var app = await StartAsync();
        using var connection = await RawConnection.OpenAsync(app);

        await connection.SendAsync(Head(method, path, MiB - 1, header));

        (await connection.FirstLineAsync()).Should().StartWith("HTTP/1.1 401 ");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(Alertmanager, "Authorization: Bearer a-wrong-token")]
    [InlineData(PagerDuty, "")]
    [InlineData("/api/explain", "")]
    public async Task A_body_of_31_MB_that_nobody_reads_costs_nothing(string path, string header)
    {
        await using var app = await StartAsync();
        using var connection = await RawConnection.OpenAsync(app);
        await connection.SendAsync(Head("POST", path, 31_000_000, header));
        var chunk = new string(' ', MiB);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        (await connection.FirstLineAsync()).Should().StartWith("HTTP/1.1 401 ");
        try
        {
            for (var sent = 0; sent < 31_000_000; sent += MiB)
                await connection.SendAsync(chunk);
        }
        catch (IOException)
        {
            // The server has closed, as it may.
        }

        // What is sent is made here too: a MiB of ASCII at a time.
        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(31 * MiB + (8 * MiB));
        (await app.GetAsync("/api/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    public static TheoryData<string, string> WithSignature() => new()
    {
        { PagerDuty, $"X-PagerDuty-Signature: v1={Digits}" },
        { Grafana, $"X-Grafana-Alerting-Signature: {Digits}" },
        { Generic, $"X-NovaFence-Signature: sha256={Digits}\r\nX-NovaFence-Timestamp: {DateTimeOffset.UtcNow.ToUnixTimeSeconds()}" },
    };

    [Theory]
    [MemberData(nameof(WithSignature))]
    public async Task What_could_be_signed_is_read_up_to_256_KiB(string path, string header)
    {
        await using var app = await StartAsync();
        using (var connection = await RawConnection.OpenAsync(app))
        {
            await connection.SendAsync(Head("POST", path, Most + 1, header));
            (await connection.FirstLineAsync()).Should().StartWith("HTTP/1.1 413 ");
        }

        using (var connection = await RawConnection.OpenAsync(app))
        {
            await connection.SendAsync(Head("POST", path, Most, header) + new string(' ', Most));
            (await connection.FirstLineAsync()).Should().StartWith("HTTP/1.1 401 ");
        }
    }

    [Fact]
    public async Task An_option_says_how_much_of_it_is_read()
    {
        await using var app = await StartAsync(("NovaFence:Receivers:MaxSignedBodyBytes", "300000"));
        var body = Payload.Bytes("pagerduty-triggered");
        byte[] padded = [.. body, .. Enumerable.Repeat((byte)' ', 300_000 - body.Length)];
        (await app.PagerDutyAsync(padded)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.PagerDutyAsync([.. padded, (byte)' '])).StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_flood_of_what_nobody_signed_takes_no_room_of_the_tokens_and_makes_some_for_what_is_there_at_once()
    {
        // Nobody's time for a body ends.
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false, ("NovaFence:Receivers:MaxUnverifiedBytes", MiB.ToString(CultureInfo.InvariantCulture)));
        List<RawConnection> flood = [];
        try
        {
            await FloodAsync(flood, app, clock);
            (await app.PagerDutyAsync(Payload.Bytes("pagerduty-triggered"))).StatusCode.Should().Be(HttpStatusCode.OK);
            (await flood[0].FirstLineAsync()).Should().StartWith("HTTP/1.1 503 ", "it has been arriving for longest");

            var large = Payload.Bytes("pagerduty-triggered");
            large = [.. large, .. Enumerable.Repeat((byte)' ', Most - large.Length)];
            (await app.PagerDutyAsync(large)).StatusCode.Should().Be(HttpStatusCode.OK);
            (await flood[1].FirstLineAsync()).Should().StartWith("HTTP/1.1 503 ");

            (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);
            (await app.SendAsync(HttpMethod.Post, "/api/explain", TestApp.Reader, Sending.Json(Payload.Bytes("alertmanager-firing")))).StatusCode.Should().Be(HttpStatusCode.OK);

            await flood[^1].SendAsync(new string(' ', Most - 1));
            (await flood[^1].FirstLineAsync()).Should().StartWith("HTTP/1.1 401 ", "it was not the oldest");
        }
        finally
        {
            flood.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task What_has_been_arriving_for_longest_takes_no_more_room_where_there_is_none()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false, ("NovaFence:Receivers:MaxUnverifiedBytes", MiB.ToString(CultureInfo.InvariantCulture)));
        List<RawConnection> flood = [];
        try
        {
            await FloodAsync(flood, app, clock);
            await flood[0].SendAsync(new string(' ', Most - 1));

            (await flood[0].FirstLineAsync()).Should().StartWith("HTTP/1.1 503 ");
        }
        finally
        {
            flood.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task What_is_announced_and_does_not_come_takes_little_room()
    {
        await using var app = await StartAsync(("NovaFence:Receivers:MaxUnverifiedBytes", (2 * MiB).ToString(CultureInfo.InvariantCulture)));
        List<RawConnection> announced = [];
        try
        {
            for (var one = 0; one < 64; one++)
            {
                var connection = await RawConnection.OpenAsync(app);
                announced.Add(connection);
                await connection.SendAsync(Head("POST", PagerDuty, Most, $"X-PagerDuty-Signature: v1={Digits}") + " ");
            }

            (await app.PagerDutyAsync(Payload.Bytes("pagerduty-triggered"))).StatusCode.Should().Be(HttpStatusCode.OK);
        }
        finally
        {
            announced.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task A_room_without_space_for_one_body_is_refused_at_the_start()
    {
        var start = () => StartAsync(("NovaFence:Receivers:MaxUnverifiedBytes", "1048576"), ("NovaFence:Receivers:MaxSignedBodyBytes", "1048577"));
        (await start.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>()).WithMessage("*NovaFence:Receivers:MaxUnverifiedBytes is 1048576*");
    }

    /// <summary>Fills the room with bodies that do not come to their end, each of which the server has begun to read before the next.</summary>
    private static async Task FloodAsync(List<RawConnection> flood, TestApp app, WatchedClock clock)
    {
        while (flood.Count < MiB / FirstBuffer)
        {
            var connection = await RawConnection.OpenAsync(app);
            flood.Add(connection);
            await connection.SendAsync(Head("POST", PagerDuty, Most, $"X-PagerDuty-Signature: v1={Digits}") + " ");
            await clock.TimerMadeAsync();
        }
    }

    private static string Head(string method, string path, int length, string header)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{Json}\r\n");
        if (header.Length > 0)
            head.Append(header).Append("\r\n");
        return head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n").ToString();
    }

    private static Task<TestApp> StartAsync(params (string Key, string? Value)[] changes) => TestApp.StartAsync(
    [
        ("NovaFence:Receivers:Generic:0:Name", "zabbix"),
        ("NovaFence:Receivers:Generic:0:Secrets:0", "the-secret-of-zabbix-of-32-chars"),
        ("NovaFence:Receivers:Generic:0:TimestampHeader", "X-NovaFence-Timestamp"),
        ("NovaFence:Receivers:Generic:0:Pointers:Key", "/key"),
        ("NovaFence:Receivers:Generic:0:Pointers:Host", "/host"),
        ("NovaFence:Receivers:Generic:0:Pointers:Status", "/status"),
        ("NovaFence:Receivers:Generic:0:Pointers:Time", "/time"),
        ("NovaFence:Receivers:Generic:0:Firing:0", "PROBLEM"),
        ("NovaFence:Receivers:Generic:0:Resolved:0", "OK"),
        .. changes,
    ]);
}
