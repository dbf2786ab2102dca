using Microsoft.AspNetCore.Hosting;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Calls;

public sealed class TlsTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_private_authority_is_trusted_when_it_is_named()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.ForLoopback();
        await using var nova = await ScriptedOpenStack.StartAsync(listen => listen.UseHttps(certificate));
        var environment = new FakeEnvironment { Variables = { ["OS_CACERT"] = "/ca.pem" }, Files = { ["/ca.pem"] = authority.Pem } };
        await using var client = ClientUnderTest.Of(nova.Url, environment: environment);

        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Fact]
    public async Task An_authority_that_is_not_trusted_is_a_sentence()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var certificate = stranger.ForLoopback();
        await using var nova = await ScriptedOpenStack.StartAsync(listen => listen.UseHttps(certificate));
        var environment = new FakeEnvironment { Files = { ["/ca.pem"] = authority.Pem } };
        await using var client = ClientUnderTest.Of(nova.Url, [("CaCert", "/ca.pem")], environment);

        var readiness = await client.Cloud.ReadinessAsync(Now);

        readiness.IsReady.Should().BeFalse();
        readiness.Why.Should().StartWith($"No TLS with Keystone at {nova.Url.GetLeftPart(UriPartial.Authority)}").And.Contain("certificate");
        nova.Requests.Should().BeEmpty();
    }
}
