using System.Net;
using System.Net.Http.Headers;
using NovaFence.Server.Tests.Crashes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>There is no memory for something for a while, and then there is: nothing that was answered 2xx is lost, and the server lives and works on.</summary>
public sealed class NoMemoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("commits", HttpStatusCode.ServiceUnavailable)]
    [InlineData("readings", null)]
    [InlineData("listings", null)]
    [InlineData("PUTs", null)]
    [InlineData("all", HttpStatusCode.ServiceUnavailable)]
    public async Task What_cannot_be_taken_is_answered_503_the_next_one_is_taken_and_it_is_ready_again(string what, HttpStatusCode? answer)
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        foreach (var (name, value) in ((string, string)[])[("Audit__Schedule", "* * * * * *"), ("Budget__MaxHosts", "5"), ("Budget__MaxShare", "1")])
            own.Surroundings.Variables["NovaFence__" + name] = value;
        var memory = new ScarceMemory();
        await using var server = await LivingServer.StartAsync(own.Surroundings.Variables, memory.Replace);
        foreach (var host in (string[])["compute1", "compute2"])
            own.Cloud.Crash(host);

        memory.Fill(what);
        var first = await server.Client.DeliverAsync("compute1");
        first.Should().BeOneOf(answer is { } only ? [only] : [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
        await Patience.UntilAsync("the timers have met it too", () => Task.FromResult(memory.Met > 3));
        (await server.Client.GetAsync("/api/health/ready", Token)).Dispose();
        (await server.Client.GetAsync("/api/health/live", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        memory.Free();

        if (first == HttpStatusCode.OK)
            await Patience.UntilAsync("what was answered 200 is done", () => Task.FromResult(own.Down.Contains("compute1")));
        (await server.Client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        (await server.Client.DeliverAsync("compute2")).Should().Be(HttpStatusCode.OK);
        await Patience.UntilAsync("both are down", () => Task.FromResult(own.Down.Count == 2));
        await Patience.UntilAsync("it is ready", async () =>
        {
            using var ready = await server.Client.GetAsync("/api/health/ready", Token);
            return ready.IsSuccessStatusCode;
        });
        using var audit = new HttpRequestMessage(HttpMethod.Post, "/api/audit");
        audit.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.OperatorToken);
        (await server.Client.SendAsync(audit, Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        server.Lives.Should().BeTrue();
    }
}
