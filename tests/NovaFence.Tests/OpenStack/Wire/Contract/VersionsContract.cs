namespace NovaFence.OpenStack.Tests.Wire.Contract;

public abstract class VersionsContract(WireCloud cloud) : WireContract(cloud)
{
    private string Root => Cloud.ComputeUrl.GetLeftPart(UriPartial.Authority) + "/";

    [Fact]
    public async Task The_list_of_versions_needs_no_token()
    {
        WireReply reply = await Cloud.SendAsync(HttpMethod.Get, Root);

        reply.ShouldBe(200, $$"""
            {"versions":[
            {"id":"v2.0","status":"SUPPORTED","version":"","min_version":"","updated":"2011-01-21T11:33:21Z","links":[{"rel":"self","href":"{{Root}}v2/"}]},
            {"id":"v2.1","status":"CURRENT","version":"{{Cloud.MaxVersion}}","min_version":"2.1","updated":"2013-07-23T11:33:21Z","links":[{"rel":"self","href":"{{Root}}v2.1/"}]}]}
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task The_version_document_needs_no_token(string slash)
    {
        WireReply reply = await Cloud.NovaAsync(HttpMethod.Get, slash, version: "", token: "");

        reply.Status.Should().Be(200);
        WireReply.Members(reply.Json["version"]).Should().Equal("id", "status", "version", "min_version", "updated", "links", "media-types");
        ((string?)reply.Json["version"]!["id"]).Should().Be("v2.1");
        ((string?)reply.Json["version"]!["min_version"]).Should().Be("2.1");
        reply.Header("OpenStack-API-Version").Should().Be("compute 2.1");
    }

    [Theory]
    [InlineData("X-OpenStack-Nova-API-Version", "2.11")]
    [InlineData("OpenStack-API-Version", "compute 2.11")]
    [InlineData("OpenStack-API-Version", "volume 3.0, Compute 2.11")]
    public async Task Both_headers_choose_the_microversion_and_the_reply_repeats_it_in_both(string header, string value)
    {
        WireReply reply = await Cloud.SendAsync(
            HttpMethod.Get, $"{Cloud.ComputeUrl}/os-services?host={Cloud.Host}", headers: [("X-Auth-Token", await Cloud.TokenAsync(Cloud.Admin)), (header, value)]);

        reply.Status.Should().Be(200);
        reply.Header("OpenStack-API-Version").Should().Be("compute 2.11");
        reply.Header("X-OpenStack-Nova-API-Version").Should().Be("2.11");
        reply.Header("Vary").Should().Be("OpenStack-API-Version, X-OpenStack-Nova-API-Version");
        reply.Header("x-compute-request-id").Should().StartWith("req-").And.Be(reply.Header("x-openstack-request-id"));
    }

    [Fact]
    public async Task The_newer_header_counts_before_the_older_one()
    {
        WireReply reply = await Cloud.SendAsync(
            HttpMethod.Get,
            $"{Cloud.ComputeUrl}/os-services?host={Cloud.Host}",
            headers: [("X-Auth-Token", await Cloud.TokenAsync(Cloud.Admin)), ("X-OpenStack-Nova-API-Version", "2.53"), ("OpenStack-API-Version", "compute 2.11")]);

        reply.Header("X-OpenStack-Nova-API-Version").Should().Be("2.11");
    }

    [Fact]
    public async Task Latest_is_the_newest_version() =>
        (await Cloud.GetAsync("/os-services?host=" + Cloud.Host, "latest")).Header("X-OpenStack-Nova-API-Version").Should().Be(Cloud.MaxVersion);

    [Theory]
    [InlineData("2.999")]
    [InlineData("2.0")]
    [InlineData("3.1")]
    public async Task A_version_out_of_range_is_406(string version)
    {
        WireReply reply = await Cloud.GetAsync("/os-services", version);

        reply.ShouldRefuse(406, "computeFault", $"Version {version} is not supported by the API. Minimum is 2.1 and maximum is {Cloud.MaxVersion}.");
        reply.Header("X-OpenStack-Nova-API-Version").Should().Be(version);
    }

    [Theory]
    [InlineData("banana")]
    [InlineData("2.01")]
    [InlineData("2")]
    public async Task A_version_that_is_none_is_400_and_the_reply_names_no_version(string version)
    {
        WireReply reply = await Cloud.GetAsync("/os-services", version);

        reply.ShouldRefuse(400, "badRequest", $"API Version String {version} is of invalid format. Must be of format MajorNum.MinorNum.");
        reply.Header("X-OpenStack-Nova-API-Version").Should().BeNull();
    }

    [Theory]
    [InlineData("2.999")]
    [InlineData("banana")]
    public async Task A_bad_token_is_401_before_anybody_looks_at_the_version(string version) =>
        (await Cloud.NovaAsync(HttpMethod.Get, "/os-services", version, token: "gAAAAABwrong")).Status.Should().Be(401);

    [Fact]
    public async Task Every_other_path_offers_the_versions_there_are()
    {
        WireReply reply = await Cloud.SendAsync(HttpMethod.Get, Root + "elsewhere");

        reply.Status.Should().Be(300);
        reply.Json["choices"]!.AsArray().Select(c => (string?)c!["links"]![0]!["href"]).Should().Equal(Root + "v2/elsewhere", Root + "v2.1/elsewhere");
    }
}
