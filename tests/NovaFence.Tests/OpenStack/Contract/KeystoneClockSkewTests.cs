using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>A Keystone whose clock is wrong, which only the sandbox can be asked to have.</summary>
public sealed class KeystoneClockSkewTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_fresh_token_says_what_Keystone_s_clock_says_then()
    {
        // Half past the second, so that what Keystone cuts off is what is added again.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, 500, TimeSpan.Zero));
        await using var sandbox = await SandboxCloud.StartAsync(new SandboxOptions { TimeProvider = time }, Now);
        await using var client = ClientUnderTest.Of(
            sandbox.AuthUrl,
            [("ApplicationCredentialId", sandbox.Admin.ApplicationCredentialId), ("ApplicationCredentialSecret", sandbox.Admin.ApplicationCredentialSecret)],
            time: time);

        (await ListAsync(client)).ClockAhead.Should().Be(TimeSpan.Zero);
        foreach (var ahead in new[] { TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(-40), TimeSpan.Zero })
        {
            sandbox.KeystoneClockAhead = ahead;
            await client.Tokens.ReplaceAsync(client.Tokens.Current!, Now);

            var listed = await ListAsync(client);

            listed.ClockAhead.Should().Be(ahead);
            listed.Services.Should().OnlyContain(service => service.UpdatedAt <= time.GetUtcNow(), "Nova goes by its own clock");
        }
    }

    private static async Task<CloudListing.Listed> ListAsync(ClientUnderTest client) =>
        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>().Subject;
}
