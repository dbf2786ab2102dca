using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Identity;

public sealed class ServiceCatalogTests
{
    private const string TwoRegions = """
        [{"type":"identity","endpoints":[{"interface":"public","region_id":"One","url":"http://keystone/v3"}]},
         {"type":"compute","endpoints":[
           {"interface":"public","region_id":"One","region":"One","url":"http://127.0.0.1:1/one/v2.1"},
           {"interface":"internal","region_id":"One","region":"One","url":"http://127.0.0.1:1/one-internal/v2.1"},
           {"interface":"public","region_id":"Two","region":"Two","url":"http://127.0.0.1:1/two/v2.1"}]}]
        """;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("One", "public", "*127.0.0.1:1/one/v2.1*")]
    [InlineData("One", "internal", "*127.0.0.1:1/one-internal/v2.1*")]
    [InlineData("Two", null, "*127.0.0.1:1/two/v2.1*")]
    [InlineData(null, "internal", "*127.0.0.1:1/one-internal/v2.1*")]
    [InlineData(null, null, "The catalog has compute endpoints in the regions One, Two; NovaFence:Cloud:Region / OS_REGION_NAME has to name one.")]
    [InlineData("Three", null, "The catalog has no public compute endpoint in region Three; it has public in One, internal in One, public in Two.")]
    [InlineData("one", null, "The catalog has no public compute endpoint in region one; *")]
    [InlineData("One", "internal,public", "*127.0.0.1:1/one-internal/v2.1*")]
    [InlineData("Two", "internal, public", "*127.0.0.1:1/two/v2.1*")]
    [InlineData("Three", "admin,internal", "The catalog has no admin or internal compute endpoint in region Three; *")]
    [InlineData("Two", "admin", "The catalog has no admin compute endpoint in region Two; *")]
    public async Task The_endpoint_is_the_one_of_the_region_and_interface(string? region, string? side, string why)
    {
        await using var nova = await StartAsync();
        nova.Catalog = TwoRegions;
        await using var client = ClientUnderTest.Of(nova.Url, [("Region", region), ("Interface", side), ("Discovery:Retries", "0")]);

        var readiness = await client.Cloud.ReadinessAsync(Now);

        // Nobody listens there; the sentence says where it was looked for.
        readiness.Why.Should().Match(why);
    }

    [Fact]
    public async Task Without_compute_in_the_catalog_an_endpoint_can_be_named()
    {
        await using var nova = await StartAsync();
        nova.Catalog = "[]";
        await using var without = ClientUnderTest.Of(nova.Url);
        await using var with = ClientUnderTest.Of(nova.Url, [("ComputeEndpoint", nova.Url.AbsoluteUri)]);

        (await without.Cloud.ReadinessAsync(Now)).Why.Should().Be(
            "The token's catalog has no service of type compute. NovaFence:Cloud:ComputeEndpoint / OS_COMPUTE_ENDPOINT_OVERRIDE can name it instead.");
        var readiness = await with.Cloud.ReadinessAsync(Now);
        readiness.IsReady.Should().BeTrue();
        readiness.Details["endpoint"].Should().Be($"{nova.Url}v2.1");
    }

    [Fact]
    public async Task An_endpoint_that_moves_in_the_catalog_is_followed_with_the_next_token()
    {
        await using var nova = await StartAsync();
        await using var moved = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        nova.Catalog = $$"""[{"type":"compute","endpoints":[{"interface":"public","region_id":"RegionOne","url":"{{moved.Url}}v2.1"}]}]""";
        await client.Tokens.ReplaceAsync(client.Tokens.Current!, Now);
        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        nova.Puts.Should().ContainSingle();
        moved.Puts.Should().ContainSingle();
    }
}
