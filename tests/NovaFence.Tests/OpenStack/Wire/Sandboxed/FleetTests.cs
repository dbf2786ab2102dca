using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class FleetTests : SandboxTests
{
    [Theory]
    [InlineData("2.69")]
    [InlineData("latest")]
    public async Task A_cell_that_is_down_gives_a_row_that_knows_nothing_from_2_69(string version)
    {
        Cloud.SetCellDown("compute2", down: true);

        (await Wire.GetAsync("/os-services?host=compute2", version))
            .ShouldBe(200, """{"services":[{"binary":"nova-compute","host":"compute2","status":"UNKNOWN"}]}""");
    }

    [Fact]
    public async Task Before_2_69_the_row_is_missing()
    {
        Cloud.SetCellDown("compute2", down: true);

        (await Wire.GetAsync("/os-services?host=compute2", "2.68")).ShouldBe(200, """{"services":[]}""");
    }

    [Fact]
    public async Task A_host_in_such_a_cell_cannot_be_forced_down()
    {
        string uuid = await Wire.UuidAsync("compute2");
        Cloud.SetCellDown("compute2", down: true);

        (await Wire.ForceDownByNameAsync("compute2", down: true)).Status.Should().Be(500);
        (await Wire.PutAsync("/os-services/" + uuid, """{"forced_down":true}""")).Status.Should().Be(500);
    }

    [Fact]
    public async Task A_host_that_nobody_mapped_is_found_by_uuid_and_not_by_name()
    {
        Cloud.AddHost("compute6", mapped: false);

        (await Wire.ForceDownByNameAsync("compute6", down: true)).ShouldRefuse(404, "itemNotFound", "Host 'compute6' is not mapped to any cell");
        (await Wire.ForceDownByUuidAsync("compute6", down: true)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_deleted_service_is_gone_by_name_by_uuid_and_from_the_list()
    {
        string uuid = await Wire.UuidAsync("compute2");

        Cloud.DeleteService("compute2");

        Cloud.Hosts.Should().Equal("compute1", "compute3", "compute4", "compute5");
        (await Wire.ForceDownByNameAsync("compute2", down: true)).Status.Should().Be(404);
        (await Wire.PutAsync("/os-services/" + uuid, """{"forced_down":true}""")).Status.Should().Be(404);
        (await Wire.GetAsync("/os-services?host=compute2")).ShouldBe(200, """{"services":[]}""");
    }

    [Fact]
    public async Task A_service_that_hosts_vms_is_not_deleted()
    {
        JsonNode server = (await Wire.NovaAsync(HttpMethod.Post, "/servers", "2.74", """{"server":{"name":"vm","host":"compute2"}}""")).Json["server"]!;
        string path = "/os-services/" + await Wire.UuidAsync("compute2");

        (await Wire.NovaAsync(HttpMethod.Delete, path)).ShouldRefuse(
            409, "conflictingRequest", "Unable to delete compute service that is hosting instances. Migrate or delete the instances first.");
        (await Wire.NovaAsync(HttpMethod.Delete, "/servers/" + (string)server["id"]!)).Status.Should().Be(204);
        (await Wire.NovaAsync(HttpMethod.Delete, path)).Status.Should().Be(204);
    }

    [Fact]
    public async Task Puts_side_by_side_are_all_done_and_all_known()
    {
        string[] hosts = [.. Cloud.Hosts];
        await Wire.TokenAsync(Wire.Admin);

        WireReply[] replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Wire.ForceDownByNameAsync(hosts[n % hosts.Length], down: true)));

        replies.Should().OnlyContain(r => r.Status == 200);
        Cloud.Requests.ServicePuts.Should().HaveCount(100).And.OnlyContain(r => r.ForcedDown == true && r.Microversion == "2.11");
        Cloud.Requests.ServicePuts.Select(r => r.Host).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(hosts);
    }
}
