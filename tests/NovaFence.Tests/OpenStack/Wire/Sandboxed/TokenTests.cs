using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class TokenTests : SandboxTests
{
    protected override SandboxOptions Options => new() { TokenLifetime = TimeSpan.FromHours(1), KeystoneDownDelay = TimeSpan.Zero };

    [Fact]
    public async Task A_revoked_token_works_until_novas_cache_lapses()
    {
        string token = await Wire.NewTokenAsync(Wire.Admin.Auth());
        (await StatusAsync(token)).Should().Be(200);

        Cloud.RevokeTokens();

        Wire.Pass(TimeSpan.FromSeconds(299));
        (await StatusAsync(token)).Should().Be(200);
        Wire.Pass(TimeSpan.FromSeconds(2));
        (await StatusAsync(token)).Should().Be(401);
    }

    [Fact]
    public async Task An_expired_token_is_401_at_once()
    {
        string token = await Wire.NewTokenAsync(Wire.Admin.Auth());
        (await StatusAsync(token)).Should().Be(200);

        Cloud.ExpireTokens();

        (await StatusAsync(token)).Should().Be(401);
        (await StatusAsync(await Wire.NewTokenAsync(Wire.Admin.Auth()))).Should().Be(200);
    }

    [Fact]
    public async Task A_token_lives_for_its_lifetime()
    {
        string token = await Wire.NewTokenAsync(Wire.Admin.Auth());

        Wire.Pass(TimeSpan.FromMinutes(59));
        (await StatusAsync(token)).Should().Be(200);
        Wire.Pass(TimeSpan.FromMinutes(1));
        (await StatusAsync(token)).Should().Be(401);
    }

    [Fact]
    public async Task While_keystone_is_down_nova_takes_the_tokens_it_knows_and_503s_the_others()
    {
        string known = await Wire.NewTokenAsync(Wire.Admin.Auth());
        string fresh = await Wire.NewTokenAsync(Wire.Admin.Auth());
        await StatusAsync(known);

        Cloud.KeystoneFault = new(FaultKind.Dropped);

        (await StatusAsync(known)).Should().Be(200);
        WireReply refused = await Wire.SendAsync(
            HttpMethod.Get, Wire.ComputeUrl + "/os-services", headers: [("X-Auth-Token", fresh), ("Accept", "*/*")]);
        refused.Status.Should().Be(503);
        refused.Header("Content-Type").Should().Be("text/html; charset=UTF-8");
        refused.Body.Should().Contain("The Keystone service is temporarily unavailable.");
        Func<Task> signIn = () => Wire.SignInAsync(Wire.Admin.Auth());
        await signIn.Should().ThrowAsync<HttpRequestException>();

        Cloud.KeystoneFault = null;
        (await StatusAsync(fresh)).Should().Be(200);
    }

    [Fact]
    public async Task Token_requests_are_counted()
    {
        await Wire.NewTokenAsync(Wire.Admin.Auth());
        await Wire.SignInAsync(Wire.Admin.Auth(password: "nope"));
        await StatusAsync("");

        Cloud.Requests.TokenRequests.Should().Be(2);
    }
}
