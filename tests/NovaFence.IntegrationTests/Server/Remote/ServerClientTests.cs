using System.Net;
using System.Net.Sockets;
using NovaFence.Http.Answers;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Tests.Remote;

/// <summary>What takes too long, or is too much, ends with a sentence too.</summary>
public sealed class ServerClientTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_takes_the_connection_and_says_nothing_is_not_waited_for_for_ever()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var answered = await AskAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", Soon);

        answered.Should().BeOfType<Answered<HostsAnswer>.Refused>().Which.Why.Should().Contain("did not answer within 0.3 s").And.Contain("novafence events --server");
    }

    [Fact]
    public async Task A_caller_that_stops_is_told_as_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource(Soon);
        using var client = ServerClient.With("token-of-the-test", new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), null);

        await FluentActions.Awaiting(() => client.AskAsync((api, within) => api.HostsAsync(null, within), AnswersJson.Strict.HostsAnswer, ServerClient.Usual, stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(Stop);
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), Stop);
                var part = new byte[1024 * 1024];
                try
                {
                    while (true)
                        await client.GetStream().WriteAsync(part, Stop);
                }
                catch (IOException)
                {
                    // The client has had enough.
                }
            },
            Stop);

        var answered = await AskAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", Patience.Bound);

        answered.Should().BeOfType<Answered<HostsAnswer>.Refused>().Which.Why.Should().Contain("more than 64 MiB");
        await serving;
    }

    private static async Task<Answered<HostsAnswer>> AskAsync(string url, TimeSpan within)
    {
        using var client = ServerClient.With("token-of-the-test", new Uri(url), null);
        return await client.AskAsync((api, stop) => api.HostsAsync(null, stop), AnswersJson.Strict.HostsAnswer, within, Stop);
    }
}
