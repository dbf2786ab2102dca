using System.Net;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>Somebody deletes the ledger's file <c>-shm</c> while a server has it open: the next process makes another one, on which neither sees the other's locks.</summary>
public sealed class DeletedIndexTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    public DeletedIndexTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "which file it is is told by statx");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _given.InitializeAsync();
        _given.Surroundings.Variables["NovaFence__Budget__MaxShare"] = "1";
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pause_that_a_command_writes_then_is_heeded_and_what_the_servers_wrote_is_kept(bool writesFirst)
    {
        await using var one = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var client = await one.WhenReadyAsync(CloudAndLedger.OperatorToken);
        await using var other = Novafence.Start(_given.Surroundings, "serve", "--port", "0");
        using var second = await other.WhenReadyAsync(CloudAndLedger.OperatorToken);
        _given.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        _given.Down.Should().Equal("compute1");

        File.Delete(_given.Surroundings.File("ledger.db-shm"));
        if (writesFirst)
        {
            _given.Cloud.Crash("compute2");
            (await second.DeliverAsync("compute2")).Should().Be(HttpStatusCode.OK);
        }

        var paused = await Novafence.RunProcessAsync(_given.Surroundings, "pause", "--reason", "work on the racks");
        paused.ExitCode.Should().Be(0, "it said {0}", paused.Error);
        _given.Cloud.Crash("compute3");
        (await client.DeliverAsync("compute3")).Should().Be(HttpStatusCode.OK);
        (await second.DeliverAsync("compute3")).Should().Be(HttpStatusCode.OK);

        string[] down = writesFirst ? ["compute1", "compute2"] : ["compute1"];
        _given.Down.Should().Equal(down);
        foreach (var server in (HttpClient[])[client, second])
        {
            (await server.GetStringAsync("/api/pause", Token)).Should().Contain("work on the racks");
            (await server.GetAsync("/api/health/ready", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        var hosts = await Novafence.RunProcessAsync(_given.Surroundings, "hosts", "--state", "down");
        down.Should().AllSatisfy(host => hosts.Output.Should().Contain(host));
    }
}
