using System.Net;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>Nova goes away with every connection, and comes back.</summary>
public sealed class NovaResetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("compute1")]
    [InlineData("compute9")]
    public async Task The_first_repeat_after_it_is_back_is_taken(string host)
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        if (host == "compute1")
            own.Cloud.Crash(host);
        await own.Cloud.DisconnectAsync();
        var away = await client.DeliverAsync(host);

        await own.Cloud.ConnectAsync(Token);
        var repeated = await client.DeliverAsync(host);

        repeated.Should().Be(HttpStatusCode.OK, "while it was away it was {0}; {1}", away, program.Output);
    }

    [Theory]
    [InlineData("compute1")]
    [InlineData("compute9")]
    public async Task The_first_repeat_after_all_its_connections_were_reset_is_taken(string host)
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        if (host == "compute1")
            own.Cloud.Crash(host);
        // Every pooled connection is dead, and nobody has noticed.
        await own.Cloud.DisconnectAsync();
        await own.Cloud.ConnectAsync(Token);

        (await client.DeliverAsync(host)).Should().Be(HttpStatusCode.OK, "it says {0}", program.Output);
    }
}
