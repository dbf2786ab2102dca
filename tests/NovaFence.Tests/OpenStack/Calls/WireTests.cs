using System.Net;
using System.Net.Sockets;
using System.Text;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Calls;

/// <summary>What really goes over the wire, read off a bare socket.</summary>
public sealed class WireTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_is_chunked_or_waits_for_a_100_and_every_body_has_its_length()
    {
        await using var server = new BareServer();
        await using var client = ClientUnderTest.Of(server.Url, [("ComputeEndpoint", server.Url.AbsoluteUri)]);

        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        (await client.Cloud.SetForcedDownAsync(new ComputeHost("compute1", null), true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>();
        await client.Care.RoundAsync(Now);

        server.Heads.Should().Contain(static head => head.StartsWith("POST /v3/auth/tokens ", StringComparison.Ordinal))
            .And.Contain(static head => head.StartsWith("PUT /v2.1/os-services/fae1dd2f", StringComparison.Ordinal))
            .And.Contain(static head => head.StartsWith("PUT /v2.1/os-services/force-down ", StringComparison.Ordinal));
        server.Heads.Should().NotContain(static head =>
            head.Contains("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) || head.Contains("Expect:", StringComparison.OrdinalIgnoreCase));
        server.Heads.Where(static head => head.StartsWith('P')).Should().OnlyContain(static head =>
            head.Contains("\r\nContent-Length: ", StringComparison.Ordinal) && head.Contains("\r\nContent-Type: application/json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_that_ends_with_its_connection_and_says_no_length_is_whole()
    {
        // As Debian's uwsgi answers.
        await using var server = new BareServer();
        await using var client = ClientUnderTest.Of(server.Url, [("ComputeEndpoint", server.Url.AbsoluteUri)]);

        for (var i = 0; i < 5; i++)
            (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);

        server.Heads.Count(static head => head.StartsWith("PUT", StringComparison.Ordinal)).Should().Be(5);
    }

    [Fact]
    public async Task A_kept_connection_that_was_closed_behind_our_back_costs_nothing_but_a_retry()
    {
        // Claims a length and keep-alive, and closes.
        await using var server = new BareServer { Extra = "Content-Length: {0}\r\nConnection: keep-alive\r\n" };
        await using var client = ClientUnderTest.Of(server.Url, [("ComputeEndpoint", server.Url.AbsoluteUri)]);

        for (var i = 0; i < 20; i++)
            (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_no_reply()
    {
        await using var server = new BareServer { Extra = "Content-Length: 100000\r\n", Break = "PUT" };
        await using var client = ClientUnderTest.Of(server.Url, [("ComputeEndpoint", server.Url.AbsoluteUri), ("ForceDown:Retries", "1")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
        server.Heads.Count(static head => head.StartsWith("PUT", StringComparison.Ordinal)).Should().Be(2);
    }

    /// <summary>One reply a connection, then it is closed.</summary>
    private sealed class BareServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource closing = new();
        private readonly Task accepting;
        private readonly List<string> heads = [];

        public BareServer()
        {
            listener.Start();
            accepting = AcceptAsync();
        }

        public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        /// <summary>Header lines of every reply; <c>{0}</c> is the body's length.</summary>
        public string Extra { get; init; } = "";

        /// <summary>The method whose replies get <see cref="Extra"/>; all when null.</summary>
        public string? Break { get; init; }

        public IReadOnlyList<string> Heads
        {
            get
            {
                lock (heads)
                    return [.. heads];
            }
        }

        public async ValueTask DisposeAsync()
        {
            await closing.CancelAsync();
            listener.Stop();
            await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            closing.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                var socket = await listener.AcceptTcpClientAsync(closing.Token);
                _ = AnswerAsync(socket);
            }
        }

        private async Task AnswerAsync(TcpClient socket)
        {
            using var connection = socket;
            var stream = connection.GetStream();
            var head = await ReadHeadAsync(stream);
            if (head.Length == 0)
                return;
            lock (heads)
                heads.Add(head);

            var (status, extra, body) = Reply(head);
            if (Break is null || head.StartsWith(Break, StringComparison.Ordinal))
                extra += string.Format(System.Globalization.CultureInfo.InvariantCulture, Extra, Encoding.UTF8.GetByteCount(body));
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{extra}\r\n{body}"), closing.Token);
        }

        // The head and, so that the socket closes cleanly, as much of a body as it announces.
        private async Task<string> ReadHeadAsync(NetworkStream stream)
        {
            var bytes = new List<byte>();
            var one = new byte[1];
            while (await stream.ReadAsync(one, closing.Token) == 1)
            {
                bytes.Add(one[0]);
                if (bytes is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
                    break;
            }

            var head = Encoding.ASCII.GetString([.. bytes]);
            const string name = "Content-Length: ";
            var at = head.IndexOf(name, StringComparison.Ordinal);
            if (at >= 0)
            {
                var length = int.Parse(head[(at + name.Length)..head.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture);
                await stream.ReadExactlyAsync(new byte[length], closing.Token);
            }

            return head;
        }

        private static (string Status, string Extra, string Body) Reply(string head) => head.Split(' ') switch
        {
            ["POST", ..] => ("201 Created", "X-Subject-Token: token\r\n",
                $$$"""{"token":{"issued_at":"2026-01-01T00:00:00.000000Z","expires_at":"2026-01-01T01:00:00.000000Z","catalog":[]}}"""),
            ["PUT", ..] => ("200 OK", "", ScriptedOpenStack.Service(forcedDown: true)),
            [_, "/v2.1/", ..] => ("200 OK", "", """{"version":{"version":"2.93","min_version":"2.1"}}"""),
            [_, "/v2.1/os-services", ..] => ("406 Not Acceptable", "", """{"computeFault":{"code":406,"message":"no"}}"""),
            _ => ("200 OK", "", """{"services":[]}"""),
        };
    }
}
