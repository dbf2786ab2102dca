using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Contract;

public abstract class ByUuidContract(WireCloud cloud) : WireContract(cloud)
{
    [Theory]
    [InlineData("2.53")]
    [InlineData("latest")]
    public async Task Forcing_down_answers_with_the_real_record(string version)
    {
        string uuid = await Cloud.UuidAsync(Cloud.Host);

        WireReply reply = await Cloud.PutAsync("/os-services/" + uuid, """{"forced_down":true}""", version);

        reply.Status.Should().Be(200);
        JsonNode row = reply.Json["service"]!;
        WireReply.Members(row).Should().Equal("binary", "host", "id", "zone", "status", "state", "updated_at", "disabled_reason", "forced_down");
        ((string?)row["id"]).Should().Be(uuid);
        ((string?)row["host"]).Should().Be(Cloud.Host);
        ((string?)row["state"]).Should().Be("down");
        ((bool)row["forced_down"]!).Should().BeTrue();
        ((string?)row["updated_at"]).Should().NotEndWith(".000000", "the PUT wrote just now, and its reply tells the microsecond");
    }

    [Fact]
    public async Task Repeating_it_is_200_and_writes_nothing()
    {
        await Cloud.ForceDownByUuidAsync(Cloud.Host, down: true);

        WireReply reply = await Cloud.ForceDownByUuidAsync(Cloud.Host, down: true);

        reply.Status.Should().Be(200);
        ((string?)reply.Json["service"]!["updated_at"]).Should().EndWith(".000000");
    }

    [Fact]
    public async Task Disabling_may_go_along_and_enabling_too()
    {
        string path = "/os-services/" + await Cloud.UuidAsync(Cloud.Host);

        JsonNode down = (await Cloud.PutAsync(path, """{"status":"disabled","disabled_reason":"fenced by alarm 42","forced_down":true}""")).Json["service"]!;
        JsonNode up = (await Cloud.PutAsync(path, """{"status":"enabled","forced_down":false}""")).Json["service"]!;

        ((string?)down["status"]).Should().Be("disabled");
        ((string?)down["disabled_reason"]).Should().Be("fenced by alarm 42");
        ((string?)up["status"]).Should().Be("enabled");
        up["disabled_reason"].Should().BeNull();
    }

    [Fact]
    public async Task Disabling_without_a_reason_takes_the_one_before_away_and_a_reason_alone_changes_none()
    {
        string path = "/os-services/" + await Cloud.UuidAsync(Cloud.Host);
        // Forced down, or Nova would call the host each time.
        await Cloud.PutAsync(path, """{"status":"disabled","disabled_reason":"a disk","forced_down":true}""");

        JsonNode kept = (await Cloud.PutAsync(path, """{"disabled_reason":"a fan","forced_down":true}""")).Json["service"]!;
        JsonNode without = (await Cloud.PutAsync(path, """{"status":"disabled"}""")).Json["service"]!;

        ((string?)kept["disabled_reason"]).Should().Be("a disk");
        ((string?)kept["updated_at"]).Should().EndWith(".000000", "nothing was changed");
        ((string?)without["status"]).Should().Be("disabled");
        without["disabled_reason"].Should().BeNull();
        ((string?)without["updated_at"]).Should().NotEndWith(".000000");
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", 404, "itemNotFound", "Service 00000000-0000-0000-0000-000000000000 could not be found.")]
    [InlineData("3", 400, "badRequest", "Invalid uuid 3")]
    [InlineData("compute1", 400, "badRequest", "Invalid uuid compute1")]
    [InlineData("00000000000000000000000000000000", 404, "itemNotFound", "Service 00000000000000000000000000000000 could not be found.")]
    public async Task An_id_that_leads_nowhere_is_refused(string id, int status, string name, string message) =>
        (await Cloud.PutAsync("/os-services/" + id, """{"forced_down":true}""")).ShouldRefuse(status, name, message);

    [Fact]
    public async Task A_uuid_is_found_in_any_case()
    {
        string uuid = await Cloud.UuidAsync(Cloud.Host);

        (await Cloud.PutAsync("/os-services/" + uuid.ToUpperInvariant(), """{"forced_down":true}""")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_uuid_without_its_dashes_is_not_found()
    {
        string bare = (await Cloud.UuidAsync(Cloud.Host)).Replace("-", "", StringComparison.Ordinal);

        (await Cloud.PutAsync("/os-services/" + bare, """{"forced_down":true}""")).ShouldRefuse(404, "itemNotFound", $"Service {bare} could not be found.");
    }

    [Theory]
    [InlineData("{}", "No updates were requested. Fields 'status' or 'forced_down' should be specified.")]
    [InlineData("""{"disabled_reason":"x"}""", "No updates were requested. Fields 'status' or 'forced_down' should be specified.")]
    [InlineData("""{"binary":"nova-compute","host":"compute1","forced_down":true}""", "Additional properties are not allowed ('binary', 'host' were unexpected)")]
    [InlineData("""{"forced_down":true,"z":1,"a":2}""", "Additional properties are not allowed ('a', 'z' were unexpected)")]
    [InlineData("""{"status":"enabled","disabled_reason":"x"}""", "Specifying 'disabled_reason' with status 'enabled' is invalid.")]
    [InlineData("""{"status":"x"}""", "Invalid input for field/attribute status. Value: x. 'x' is not one of ['enabled', 'disabled']")]
    [InlineData("""{"disabled_reason":""}""", "Invalid input for field/attribute disabled_reason. Value: . '' is too short")]
    [InlineData("""{"forced_down":0}""", "Invalid input for field/attribute forced_down. Value: 0. 0 is not of type 'boolean', 'string'")]
    public async Task A_body_that_is_not_right_is_400(string body, string message) =>
        (await Cloud.PutAsync("/os-services/" + await Cloud.UuidAsync(Cloud.Host), body)).ShouldRefuse(400, "badRequest", message);

    [Theory]
    [InlineData("2.52")]
    [InlineData("")]
    public async Task Below_2_53_it_is_not_understood(string version) =>
        (await Cloud.PutAsync("/os-services/" + await Cloud.UuidAsync(Cloud.Host), """{"forced_down":true}""", version))
            .ShouldRefuse(400, "badRequest", "'host' is a required property");

    [Fact]
    public async Task Only_nova_compute_can_be_updated()
    {
        WireReply list = await Cloud.GetAsync("/os-services?binary=nova-scheduler");

        (await Cloud.PutAsync("/os-services/" + (string)list.Json["services"]![0]!["id"]!, """{"forced_down":true}"""))
            .ShouldRefuse(400, "badRequest", "Updating a nova-scheduler service is not supported. Only nova-compute services can be updated.");
    }

    [Fact]
    public async Task Who_is_not_admin_is_403() => (await Cloud.ForceDownByUuidAsync(Cloud.Host, down: true, token: await Cloud.TokenAsync(Cloud.Demo)))
        .ShouldRefuse(403, "forbidden", "Policy doesn't allow os_compute_api:os-services:update to be performed.");
}
