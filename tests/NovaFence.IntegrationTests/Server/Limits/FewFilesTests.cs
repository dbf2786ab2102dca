using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary><c>novafence serve</c> with few files and many connections.</summary>
public sealed class FewFilesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_hundred_idle_connections_stop_no_audit_of_a_server_with_400_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit and /proc");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Audit__Schedule"] = "* * * * * *";
        await using var program = Novafence.StartScript(own.Surroundings, $"ulimit -n 400; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "novafence.dll")}' serve --port 0");
        await program.WhenPrintedAsync("listens on");
        var address = new Uri(program.Output.Split('\n').Single(line => line.StartsWith("novafence listens on ", StringComparison.Ordinal)).Split(' ')[3]);

        // Before anybody has asked for anything.
        List<Socket> idle = [];
        try
        {
            for (var one = 0; one < 300; one++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{2 + (one % 8)}"), 0));
                idle.Add(socket);
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, address.Port, Token);
                }
                catch (SocketException refused) when (refused.SocketErrorCode is SocketError.ConnectionReset)
                {
                    // More than its address may have, and than are closed for it at once.
                }
            }

            // Before it has shown its token a connection may be closed for one of the three hundred: senders and probes repeat.
            using var client = await UntilAnsweredAsync(() => program.WhenReadyAsync(CloudAndLedger.OperatorToken));
            var audit = await UntilAnsweredAsync(async () => JsonNode.Parse(await (await client.PostAsync("/api/audit", null, Token)).Content.ReadAsStringAsync(Token))!);
            audit["failure"].Should().BeNull("{0}", audit);
            own.Cloud.Crash("compute1");
            (await UntilAnsweredAsync(() => client.DeliverAsync("compute1"))).Should().Be(HttpStatusCode.OK);
            own.Down.Should().Equal("compute1");
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        await program.SignalAsync("TERM");
        var ended = await program.EndAsync();
        ended.ExitCode.Should().Be(0);
        ended.Output.Should().Contain("connections were closed").And.NotContain("Too many open files").And.NotContain("crit:");
    }

    [Fact]
    public async Task With_too_few_files_for_the_program_itself_it_does_not_start_and_says_why()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit and /proc");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var program = Novafence.StartScript(own.Surroundings, $"ulimit -n 260; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "novafence.dll")}' serve --port 0");

        var ended = await program.EndAsync();

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("may have 260 files open").And.Contain("needs 400").And.Contain("ulimit -n 1024").And.Contain("LimitNOFILE=1024").And.Contain("nofile=1024");
    }

    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> ask)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), bound.Token);
            }
        }
    }
}
