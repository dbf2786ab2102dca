using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>Standard output is a pipe that nobody reads, or whose reader has gone, or a file on a full disk.</summary>
public sealed class StuckLogTests
{
    /// <summary>More lines than the pipe and the logger's queue hold.</summary>
    private const int Lines = 6000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exec 3<>log")]
    [InlineData("exec 3<>log; exec 4>log; exec 3<&-; exec 3>&4")]
    public async Task A_log_that_nobody_reads_keeps_nobody_waiting(string open)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a fifo of the shell's");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        var port = Ports.Free();
        await using var program = Novafence.StartScript(own.Surroundings, $"mkfifo log; {open}; {Serve(port)} >&3");
        using var client = await WhenReadyAsync(port);

        await Parallel.ForEachAsync(Enumerable.Range(0, Lines), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (_, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = new StringContent("no JSON", Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
            using var answer = await client.SendAsync(request, stop);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        });

        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        own.Down.Should().Equal("compute1");
        await program.SignalAsync("TERM");
        (await program.EndAsync()).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">/dev/full 2>&1")]
    public async Task A_log_that_cannot_be_written_stops_neither_the_start_nor_anybody(string to)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        var port = Ports.Free();
        await using var program = Novafence.StartScript(own.Surroundings, $"{Serve(port)} {to}");
        using var client = await WhenReadyAsync(port);

        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        own.Down.Should().Equal("compute1");
        await program.SignalAsync("TERM");
        (await program.EndAsync()).ExitCode.Should().Be(0);
    }

    private static string Serve(int port) => string.Create(CultureInfo.InvariantCulture, $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "novafence.dll")}' serve --port {port}");

    private static async Task<HttpClient> WhenReadyAsync(int port)
    {
        var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.OperatorToken);
        await Patience.UntilAsync("it is ready", async () =>
        {
            try
            {
                using var ready = await client.GetAsync("/api/health/ready", Token);
                return ready.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return client;
    }
}
