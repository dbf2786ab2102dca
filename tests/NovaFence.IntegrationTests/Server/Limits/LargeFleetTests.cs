using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>More hosts than a person reads: the list of all of them is in memory once at most, and is never there as a text.</summary>
public sealed class LargeFleetTests
{
    private const int Hosts = 20_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_of_all_hosts_is_written_as_it_is_read_and_whoever_reads_none_of_it_keeps_nobody_from_anything_else()
    {
        await using var own = new CloudAndLedger { Hosts = Hosts };
        await own.InitializeAsync();
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);

        using (var list = await client.GetAsync("/api/hosts", Token))
        {
            list.Headers.TransferEncodingChunked.Should().BeTrue("its length is not known when it begins");
            JsonNode.Parse(await list.Content.ReadAsStringAsync(Token))!["hosts"]!.AsArray().Count.Should().Be(Hosts);
        }

        using (var stalled = await StallAsync(client.BaseAddress!))
        {
            using var second = await client.GetAsync("/api/hosts", Token);
            second.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await second.Content.ReadAsStringAsync(Token)).Should().Contain("is being read by somebody else").And.Contain("/api/hosts/HOST");
            foreach (var path in (string[])["/api/hosts/compute77", "/api/status", "/api/report", "/api/events", "/metrics", "/", "/api/health/ready"])
            {
                using var answer = await client.GetAsync(path, Token);
                answer.StatusCode.Should().Be(HttpStatusCode.OK, "{0} is no list of all hosts", path);
            }

            own.Cloud.Crash("compute77");
            (await client.DeliverAsync("compute77")).Should().Be(HttpStatusCode.OK);
        }

        await Patience.UntilAsync("the list is given again", async () => (await client.GetAsync("/api/hosts?state=down", Token)).StatusCode == HttpStatusCode.OK);
    }

    /// <summary>Asks for the list, reads its first bytes, and no more.</summary>
    private static async Task<Socket> StallAsync(Uri server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(server.Host, server.Port, Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/hosts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {CloudAndLedger.OperatorToken}\r\n\r\n"), Token);
        (await socket.ReceiveAsync(new byte[64], Token)).Should().BePositive();
        return socket;
    }
}
