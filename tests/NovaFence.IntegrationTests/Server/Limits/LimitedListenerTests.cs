using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NovaFence.Http.Options;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Tests.Limits;

/// <summary>What Kestrel accepts connections from: after an exception it would never ask again.</summary>
public sealed class LimitedListenerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_comes_while_there_is_no_memory_is_closed_and_the_next_one_is_heard()
    {
        var (hasMemory, clock) = (true, new StoppedClock());
        var limit = new ConnectionLimit(new ConnectionsOptions(), () => hasMemory ? new OpenFiles(1024, 310) : throw Scarce.Memory(), clock, NullLogger<ConnectionLimit>.Instance);
        var factory = new LimitedListenerFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance, limit);
        await using var listener = await factory.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), Token);
        clock.Advance(TimeSpan.FromSeconds(2));
        hasMemory = false;

        var accepting = listener.AcceptAsync(Token).AsTask();
        using var first = await ConnectAsync(listener);
        (await EndOfAsync(first)).Should().BeTrue();
        accepting.IsCompleted.Should().BeFalse();
        hasMemory = true;
        using var second = await ConnectAsync(listener);

        await using var accepted = await accepting;
        accepted.Should().NotBeNull();
        limit.Count.Should().Be(1);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task Where_nobody_can_listen_it_is_said_with_the_option(string elsewhere)
    {
        var limit = new ConnectionLimit(new ConnectionsOptions(), static () => new OpenFiles(1024, 310), new StoppedClock(), NullLogger<ConnectionLimit>.Instance);
        var factory = new LimitedListenerFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance, limit);

        var bind = async () => await factory.BindAsync(new IPEndPoint(IPAddress.Parse(elsewhere), 7071), Token);

        (await bind.Should().ThrowAsync<IOException>("that is one line for the operator, and no stack trace")).Which.Message.Should().Contain(elsewhere).And.Contain("--listen");
    }

    private static async Task<Socket> ConnectAsync(IConnectionListener listener)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.EndPoint, Token);
        return socket;
    }

    /// <summary>Whether it is closed from there.</summary>
    private static async Task<bool> EndOfAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
