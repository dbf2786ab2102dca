using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Contract;

public abstract class ListingContract(WireCloud cloud) : WireContract(cloud)
{
    private const string Moment = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$";

    [Theory]
    [InlineData("2.1")]
    [InlineData("2.10")]
    public async Task Below_2_11_forced_down_is_not_told(string version)
    {
        JsonNode row = await Cloud.ServiceAsync(Cloud.Host, version);

        WireReply.Members(row).Should().Equal("binary", "host", "id", "zone", "status", "state", "updated_at", "disabled_reason");
    }

    [Theory]
    [InlineData("2.11", JsonValueKind.Number)]
    [InlineData("2.52", JsonValueKind.Number)]
    [InlineData("2.53", JsonValueKind.String)]
    [InlineData("latest", JsonValueKind.String)]
    public async Task The_id_is_a_number_below_2_53_and_a_uuid_from_it(string version, JsonValueKind kind)
    {
        JsonNode row = await Cloud.ServiceAsync(Cloud.Host, version);

        WireReply.Members(row).Should().Equal("binary", "host", "id", "zone", "status", "state", "updated_at", "disabled_reason", "forced_down");
        row["id"]!.GetValueKind().Should().Be(kind);
        if (kind == JsonValueKind.String)
            Guid.TryParseExact((string)row["id"]!, "D", out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_healthy_host_is_enabled_up_and_not_forced_down()
    {
        JsonNode row = await Cloud.ServiceAsync(Cloud.Host);

        ((string?)row["binary"]).Should().Be("nova-compute");
        ((string?)row["host"]).Should().Be(Cloud.Host);
        ((string?)row["zone"]).Should().Be("nova");
        ((string?)row["status"]).Should().Be("enabled");
        ((string?)row["state"]).Should().Be("up");
        ((string?)row["updated_at"]).Should().MatchRegex(Moment, "it is in whole seconds, UTC, and names no zone");
        row["disabled_reason"].Should().BeNull();
        ((bool)row["forced_down"]!).Should().BeFalse();
    }

    [Fact]
    public async Task The_whole_list_has_every_binary()
    {
        WireReply reply = await Cloud.GetAsync("/os-services");

        reply.Json["services"]!.AsArray().Select(s => (string?)s!["binary"]).Distinct(StringComparer.Ordinal).Should().Contain(["nova-compute", "nova-conductor", "nova-scheduler"]);
        reply.Json["services"]!.AsArray().Where(s => (string?)s!["binary"] != "nova-compute").Should().OnlyContain(s => (string?)s!["zone"] == "internal");
    }

    [Fact]
    public async Task The_binary_filters()
    {
        WireReply reply = await Cloud.GetAsync("/os-services?binary=nova-compute");

        reply.Json["services"]!.AsArray().Should().OnlyContain(s => (string?)s!["binary"] == "nova-compute").And.HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task An_unknown_host_is_an_empty_list() =>
        (await Cloud.GetAsync("/os-services?binary=nova-compute&host=nosuchhost")).ShouldBe(200, """{"services":[]}""");

    [Fact]
    public async Task The_host_filter_minds_case_though_a_put_by_name_does_not() =>
        (await Cloud.GetAsync("/os-services?host=" + Cloud.Host.ToUpperInvariant())).ShouldBe(200, """{"services":[]}""");

    [Fact]
    public async Task An_empty_filter_is_none() =>
        (await Cloud.GetAsync("/os-services?host=")).Json["services"]!.AsArray().Should().HaveCountGreaterThan(2);

    [Theory]
    [InlineData("2.74", 200)]
    [InlineData("2.75", 400)]
    public async Task A_filter_that_is_none_is_ignored_until_2_75(string version, int status)
    {
        WireReply reply = await Cloud.GetAsync($"/os-services?host={Cloud.Host}&bogus=1", version);

        reply.Status.Should().Be(status);
        if (status == 400)
            reply.ShouldRefuse(400, "badRequest", "Additional properties are not allowed ('bogus' was unexpected)");
    }

    [Fact]
    public async Task The_project_id_may_stand_in_the_path() =>
        (await Cloud.GetAsync($"/{Cloud.ProjectId}/os-services?binary=nova-compute&host={Cloud.Host}")).Status.Should().Be(200);

    [Fact]
    public async Task Who_is_not_admin_may_not_list() =>
        (await Cloud.NovaAsync(HttpMethod.Get, "/os-services", token: await Cloud.TokenAsync(Cloud.Demo)))
            .ShouldRefuse(403, "forbidden", "Policy doesn't allow os_compute_api:os-services:list to be performed.");

    [Theory]
    [InlineData(null, "text/plain; charset=UTF-8")]
    [InlineData("*/*", "text/html; charset=UTF-8")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, */*", "text/html; charset=UTF-8")]
    [InlineData("application/json, */*;q=0.1", "application/json")]
    public async Task A_trailing_slash_is_not_found_in_the_media_type_the_client_prefers(string? accept, string contentType)
    {
        WireReply reply = await Cloud.SendAsync(
            HttpMethod.Get,
            Cloud.ComputeUrl + "/os-services/",
            headers: [("X-Auth-Token", await Cloud.TokenAsync(Cloud.Admin)), .. accept is null ? [] : new[] { ("Accept", accept) }]);

        reply.Status.Should().Be(404);
        reply.Header("Content-Type").Should().Be(contentType);
        reply.Header("X-OpenStack-Nova-API-Version").Should().BeNull("nobody looked at the version");
    }
}
