using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>What no sender sends: each is answered or closed, and nothing of the server is broken by it.</summary>
public sealed class StrangeRequestsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Live = "GET /api/health/live HTTP/1.1\r\nHost: x\r\n";
    private static readonly string Delivery = $"POST /api/webhooks/alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer {CloudAndLedger.Token}\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is sent, and the status; 0: closed without one.</summary>
    public static TheoryData<string, string, int> Requests => new()
    {
        { "HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0", 0 },
        { "an upgrade to HTTP/2", Live + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", 200 },
        { "an upgrade to a WebSocket", Live + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n", 200 },
        { "TLS", "\u0016\u0003\u0001\0\u00c8\u0001\0\0\u00c4\u0003\u0003" + new string('\0', 190), 400 },
        { "a tunnel", "CONNECT nova:443 HTTP/1.1\r\nHost: nova:443\r\n\r\n", 405 },
        { "another server's URL", "GET http://nova/api/health/live HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "2,000 headers", Live + string.Concat(Enumerable.Range(0, 2000).Select(one => $"h{one}: x\r\n")) + "\r\n", 431 },
        { "a header of 70 KB", Live + "h: " + new string('x', 70_000) + "\r\n\r\n", 431 },
        { "2,000 cookies", Live + "Cookie: " + string.Join("; ", Enumerable.Range(0, 2000).Select(one => $"a{one}=b")) + "\r\n\r\n", 200 },
        { "a URL of 20 KB", "GET /" + new string('a', 20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { "a path with a zero", "GET /api/hosts/%00%2f..%c0%af HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "an expectation of nothing known", Delivery + "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}", 400 },
        { "trailers of 100 KB", Delivery + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" + string.Concat(Enumerable.Range(0, 9000).Select(one => $"h{one}: x\r\n")) + "\r\n", 400 },
        { "100,000 chunks of one byte", Delivery + "Transfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat("1\r\n \r\n", 100_000)) + "0\r\n\r\n", 400 },
        { "a compressed body", Body("\u001f\u008b", "Content-Encoding: gzip\r\n"), 415 },
        { "half a million brackets", Body(new string('[', 500_000)), 400 },
        { "a number of half a million digits", Body($$"""{"version":4{{new string('0', 500_000)}},"alerts":[]}"""), 400 },
        { "a key twice", Body("""{"version":"4","alerts":[],"alerts":[]}"""), 400 },
        { "bytes that are no UTF-8", Body("{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"host\":\"\u00ff\u00fe\"},\"startsAt\":\"2026-01-01T00:00:00Z\",\"fingerprint\":\"a\"}]}"), 400 },
        { "half a surrogate", Body("""{"version":"4","alerts":[{"status":"firing","labels":{"host":"\ud800"},"startsAt":"2026-01-01T00:00:00Z","fingerprint":"a"}]}"""), 400 },
        { "a byte order mark", Body("\u00ef\u00bb\u00bf{\"version\":\"4\",\"alerts\":[]}"), 200 },
        { "UTF-16", Body("\u00ff\u00fe{\0\"\0"), 400 },
        { "nothing", Body(""), 400 },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task It_is_answered_and_nothing_is_broken(string what, string request, int status)
    {
        var answer = await RawRequest.SendAsync(server.Address, request);

        (RawRequest.Statuses(answer) is [var first, ..] ? first : 0).Should().Be(status, "this was {0}, and it said {1}", what, answer);
        (await server.Operator.GetAsync("/api/health/ready", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        server.Program.Output.Should().NotContain("fail:").And.NotContain("crit:");
    }

    [Fact]
    public async Task Answers_that_nobody_reads_take_no_memory_and_nobodys_place()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "THE UNREAD ANSWERS WERE NOT TRIED: other systems have one address to come from");
        var asked = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n", 200)));
        List<Socket> readers = [];
        try
        {
            for (var one = 0; one < 160; one++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048, SendTimeout = 100 };
                readers.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.{2 + (one % 8)}")), 0));
                await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port, Token);
                socket.Blocking = false;
                _ = socket.Send(asked, SocketFlags.None, out _);
            }

            server.Given.Cloud.Crash("compute3");
            (await server.Operator.DeliverAsync("compute3")).Should().Be(HttpStatusCode.OK);
            server.Given.Down.Should().Contain("compute3");
            using var process = Process.GetProcessById(server.Program.Id);
            process.WorkingSet64.Should().BeLessThan(512L * 1024 * 1024);
        }
        finally
        {
            readers.ForEach(socket => socket.Dispose());
        }
    }

    private static string Body(string body, string header = "") => string.Create(CultureInfo.InvariantCulture, $"{Delivery}{header}Content-Length: {body.Length}\r\n\r\n{body}");
}
