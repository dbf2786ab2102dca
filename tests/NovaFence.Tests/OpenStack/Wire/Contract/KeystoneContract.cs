using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Contract;

public abstract class KeystoneContract(WireCloud cloud) : WireContract(cloud)
{
    private const string Unauthorized = """{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}""";

    [Fact]
    public async Task The_version_document_needs_no_token()
    {
        WireReply reply = await Cloud.SendAsync(HttpMethod.Get, Cloud.AuthUrl.ToString());

        reply.Status.Should().Be(200);
        ((string?)reply.Json["version"]!["id"]).Should().StartWith("v3.");
        ((string?)reply.Json["version"]!["links"]![0]!["href"]).Should().Be(Cloud.AuthUrl + "/");
    }

    [Fact]
    public async Task A_password_with_a_scope_gives_a_token_in_a_header_and_the_catalog()
    {
        WireReply reply = await Cloud.SignInAsync(Cloud.Admin.Auth());

        reply.Status.Should().Be(201);
        reply.Header("X-Subject-Token").Should().NotBeNullOrEmpty();
        reply.Header("Vary").Should().Be("X-Auth-Token");
        JsonNode token = reply.Json["token"]!;
        WireReply.Members(token).Should().Equal("methods", "user", "audit_ids", "expires_at", "issued_at", "project", "is_domain", "roles", "catalog");
        token["methods"]!.AsArray().Select(m => (string?)m).Should().Equal("password");
        token["roles"]!.AsArray().Select(r => (string?)r!["name"]).Should().BeEquivalentTo("admin", "member", "reader");
        ((string?)token["expires_at"]).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$");
        JsonNode compute = token["catalog"]!.AsArray().Single(s => (string?)s!["type"] == "compute")!;
        WireReply.Members(compute).Should().Equal("endpoints", "id", "type", "name");
        compute["endpoints"]!.AsArray().Select(e => (string?)e!["interface"]).Should().BeEquivalentTo("public", "internal", "admin");
        WireReply.Members(compute["endpoints"]![0]).Should().Equal("id", "interface", "region_id", "url", "region");
        ((string?)compute["endpoints"]![0]!["url"]).Should().Be(Cloud.ComputeUrl.ToString());
        ((string?)compute["endpoints"]![0]!["region"]).Should().Be(Cloud.Region);
    }

    [Fact]
    public async Task Nocatalog_leaves_the_catalog_out()
    {
        WireReply reply = await Cloud.SendAsync(HttpMethod.Post, Cloud.AuthUrl + "/auth/tokens?nocatalog", Cloud.Admin.Auth());

        reply.Json["token"]!["catalog"].Should().BeNull();
        reply.Json["token"]!["project"].Should().NotBeNull();
    }

    [Fact]
    public async Task A_password_without_a_scope_gives_a_token_that_may_do_nothing()
    {
        WireReply reply = await Cloud.SignInAsync(Cloud.Admin.Auth(scoped: false));

        reply.Status.Should().Be(201);
        WireReply.Members(reply.Json["token"]).Should().Equal("methods", "user", "audit_ids", "expires_at", "issued_at");
        (await Cloud.NovaAsync(HttpMethod.Get, "/os-services", token: reply.Header("X-Subject-Token"))).Status.Should().Be(403);
    }

    [Fact]
    public async Task A_wrong_password_is_401()
    {
        WireReply reply = await Cloud.SignInAsync(Cloud.Admin.Auth(password: "nope"));

        reply.ShouldBe(401, Unauthorized);
        reply.Header("WWW-Authenticate").Should().Be($"Keystone uri=\"{Cloud.AuthUrl}\"");
    }

    [Fact]
    public async Task An_application_credential_gives_a_token_that_forces_down()
    {
        await WithCredentialAsync(null, async credential =>
        {
            WireReply reply = await Cloud.SignInAsync(credential.Auth());

            reply.Status.Should().Be(201);
            JsonNode token = reply.Json["token"]!;
            WireReply.Members(token).Should().Equal(
                "methods", "user", "audit_ids", "expires_at", "issued_at", "project", "is_domain", "roles", "catalog", "application_credential");
            token["methods"]!.AsArray().Select(m => (string?)m).Should().Equal("application_credential");
            JsonNode.DeepEquals(
                token["application_credential"],
                new JsonObject { ["id"] = credential.Id, ["name"] = credential.Name, ["restricted"] = true }).Should().BeTrue();
            ((string?)token["expires_at"]).Should().EndWith(".000000Z");
            (await Cloud.ForceDownByNameAsync(Cloud.Host, down: true, token: reply.Header("X-Subject-Token"))).Status.Should().Be(200);
        });
    }

    [Fact]
    public async Task An_application_credential_is_found_by_name_and_user_too()
    {
        await WithCredentialAsync(null, async credential =>
        {
            WireReply reply = await Cloud.SignInAsync($$$"""
                {"auth":{"identity":{"methods":["application_credential"],"application_credential":{"name":"{{{credential.Name}}}","secret":"{{{credential.Secret}}}",
                "user":{"name":"{{{Cloud.Admin.User}}}","domain":{"id":"default"} } } } } }
                """);

            reply.Status.Should().Be(201);
        });
    }

    [Fact]
    public async Task An_application_credential_may_not_ask_for_a_scope()
    {
        await WithCredentialAsync(null, async credential => (await Cloud.SignInAsync(credential.Auth(scopeToProject: Cloud.ProjectId))).ShouldBe(401, """
            {"error":{"code":401,"identity":{},"message":"Error authenticating with application credential: Application credentials cannot request a scope.","title":"Unauthorized"}}
            """));
    }

    [Fact]
    public async Task A_wrong_secret_is_401() =>
        await WithCredentialAsync(null, async credential => (await Cloud.SignInAsync(credential.Auth(secret: "nope"))).ShouldBe(401, Unauthorized));

    [Fact]
    public async Task An_unknown_application_credential_is_404()
    {
        string id = new('0', 32);

        (await Cloud.SignInAsync(new WireCredential(id, "", "nope").Auth()))
            .ShouldBe(404, $$$"""{"error":{"code":404,"message":"Could not find Application Credential: {{{id}}}.","title":"Not Found"} }""");
    }

    [Theory]
    [InlineData("{}", "Expecting to find auth in request body.")]
    [InlineData("{\"auth\":", "Expecting to find valid JSON in request body.")]
    [InlineData("""{"auth":{"identity":{"methods":["password"]}}}""", "Expecting to find password in identity.")]
    public async Task A_body_that_is_not_right_is_400(string body, string message)
    {
        WireReply reply = await Cloud.SignInAsync(body);

        reply.Status.Should().Be(400);
        ((string?)reply.Json["error"]!["message"]).Should().Be(
            message + " The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.");
    }

    [Fact]
    public async Task A_credential_that_expires_gives_a_token_that_ends_with_it_and_says_so_without_a_zone()
    {
        // The clock of the real one runs on meanwhile: long enough to be used, short enough to wait for.
        DateTimeOffset end = Cloud.Now.AddSeconds(15);
        end = end.AddTicks(-(end.Ticks % TimeSpan.TicksPerSecond));
        await WithCredentialAsync(end, async credential =>
        {
            WireReply reply = await Cloud.SignInAsync(credential.Auth());
            reply.Status.Should().Be(201);
            string token = reply.Header("X-Subject-Token")!;

            ((string?)reply.Json["token"]!["expires_at"]).Should().Be(end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
            (await Cloud.NovaAsync(HttpMethod.Get, "/os-services", token: token)).Status.Should().Be(200);
            await Cloud.UntilAsync(() => Task.FromResult(Cloud.Now >= end.AddSeconds(1)), TimeSpan.FromSeconds(40), "the token has ended");
            (await Cloud.NovaAsync(HttpMethod.Get, "/os-services", token: token)).Status.Should().Be(401, "Nova sees the end at once");
            (await Cloud.SignInAsync(credential.Auth())).ShouldBe(401, Unauthorized);
        });
    }

    [Fact]
    public async Task A_token_that_was_revoked_before_nova_saw_it_is_401()
    {
        string revoked = await Cloud.NewTokenAsync(Cloud.Admin.Auth());

        WireReply reply = await Cloud.SendAsync(
            HttpMethod.Delete, Cloud.AuthUrl + "/auth/tokens", headers: [("X-Auth-Token", await Cloud.TokenAsync(Cloud.Admin)), ("X-Subject-Token", revoked)]);

        reply.Status.Should().Be(204);
        (await Cloud.NovaAsync(HttpMethod.Get, "/os-services", token: revoked)).Status.Should().Be(401);
        (await ValidateAsync(revoked)).ShouldBe(404, """{"error":{"code":404,"message":"Failed to validate token","title":"Not Found"}}""");
    }

    [Fact]
    public async Task A_token_can_be_looked_at()
    {
        WireReply reply = await ValidateAsync(await Cloud.TokenAsync(Cloud.Admin));

        reply.Status.Should().Be(200);
        ((string?)reply.Json["token"]!["user"]!["name"]).Should().Be(Cloud.Admin.User);
    }

    private async Task<WireReply> ValidateAsync(string token) => await Cloud.SendAsync(
        HttpMethod.Get, Cloud.AuthUrl + "/auth/tokens", headers: [("X-Auth-Token", await Cloud.TokenAsync(Cloud.Admin)), ("X-Subject-Token", token)]);

    private async Task WithCredentialAsync(DateTimeOffset? expiresAt, Func<WireCredential, Task> use)
    {
        WireCredential credential = await Cloud.MakeCredentialAsync(expiresAt);
        try
        {
            await use(credential);
        }
        finally
        {
            await Cloud.DeleteCredentialAsync(credential);
        }
    }
}
