using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Contract;

public abstract class UnsetContract(WireCloud cloud) : WireContract(cloud)
{
    // A bound, not a wait: a nova-compute needs ten seconds to start, and a minute on a machine that builds something else meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_host_that_still_reports_is_up_at_once()
    {
        await Cloud.ForceDownByUuidAsync(Cloud.Host, down: true);

        WireReply reply = await Cloud.ForceDownByUuidAsync(Cloud.Host, down: false);

        reply.Status.Should().Be(200);
        ((string?)reply.Json["service"]!["state"]).Should().Be("up");
        ((string?)(await Cloud.ServiceAsync(Cloud.Host))["state"]).Should().Be("up");
    }

    [Fact]
    public async Task The_very_next_listing_after_a_force_down_says_down()
    {
        for (int time = 0; time < 20; time++)
        {
            await Cloud.ForceDownByNameAsync(Cloud.Host, down: true);
            ((string?)(await Cloud.ServiceAsync(Cloud.Host))["state"]).Should().Be("down");
            await Cloud.ForceDownByNameAsync(Cloud.Host, down: false);
        }
    }

    [Fact]
    public async Task A_living_nova_compute_goes_on_reporting_while_forced_down_and_stays_down()
    {
        await Cloud.ForceDownByUuidAsync(Cloud.Host, down: true);
        string? before = (string?)(await Cloud.ServiceAsync(Cloud.Host))["updated_at"];

        await Cloud.UntilAsync(
            async () => string.CompareOrdinal((string?)(await Cloud.ServiceAsync(Cloud.Host))["updated_at"], before) > 0, TimeSpan.FromSeconds(30), "updated_at advances");

        ((string?)(await Cloud.ServiceAsync(Cloud.Host))["state"]).Should().Be("down");
    }

    [Fact]
    public async Task Done_evacuations_refuse_it_until_nova_compute_has_been_restarted()
    {
        string host = Cloud.EvacuateHost;
        JsonNode server = await MakeServerAsync(host);
        string action = $"/servers/{(string)server["id"]!}/action";
        try
        {
            (await EvacuateAsync(action)).ShouldRefuse(400, "badRequest", $"Compute service of {host} is still in use.");
            await Cloud.StopComputeAsync(host);
            (await EvacuateAsync(action)).ShouldRefuse(400, "badRequest", $"Compute service of {host} is still in use.");
            (await Cloud.ForceDownByUuidAsync(host, down: true)).Status.Should().Be(200);

            WireReply evacuation = await EvacuateAsync(action);
            evacuation.Status.Should().Be(200);
            evacuation.Body.Should().BeEmpty();

            (await MigrationAsync(server)).Should().BeOneOf("accepted", "pre-migrating");
            (await Cloud.ForceDownByUuidAsync(host, down: false)).Status.Should().Be(200, "an evacuation in flight is not in the way");
            (await Cloud.ForceDownByUuidAsync(host, down: true)).Status.Should().Be(200);
            await Cloud.UntilAsync(async () => await MigrationAsync(server) == "done", Patience, "the evacuation is done");

            string message = DoneEvacuations(host);
            (await Cloud.ForceDownByUuidAsync(host, down: false)).ShouldRefuse(400, "badRequest", message);
            (await Cloud.ForceDownByNameAsync(host, down: false)).ShouldRefuse(400, "badRequest", message);
            string shouted = host.ToUpperInvariant();
            (await Cloud.ForceDownByNameAsync(shouted, down: false))
                .ShouldRefuse(400, "badRequest", DoneEvacuations(shouted));
            (await Cloud.ForceDownByUuidAsync(host, down: true)).Status.Should().Be(200, "setting it again is always fine");

            await Cloud.StartComputeAsync(host);
            await Cloud.UntilAsync(async () => await MigrationAsync(server) == "completed", Patience, "the restart completes the evacuation");
            (await Cloud.ForceDownByUuidAsync(host, down: false)).Status.Should().Be(200);
            await Cloud.UntilAsync(async () => (string?)(await Cloud.ServiceAsync(host))["state"] == "up", Patience, host + " is up");
        }
        finally
        {
            await Cloud.NovaAsync(HttpMethod.Delete, "/servers/" + (string)server["id"]!);
            await Cloud.StartComputeAsync(host);
            await Cloud.UntilAsync(
                async () => (await Cloud.ForceDownByUuidAsync(host, down: false)).Status == 200, Patience, host + " can be unset");
        }
    }

    private static string DoneEvacuations(string host) =>
        $"Unable to force up host {host} as `done` evacuation migration records remain associated with the host. Ensure the compute service has been "
        + "restarted, allowing these records to move to `completed` before retrying this request.";

    private async Task<JsonNode> MakeServerAsync(string host)
    {
        // A real cloud that is new has no flavor.
        if ((await Cloud.GetAsync("/flavors/1")).Status == 404)
            await Cloud.NovaAsync(HttpMethod.Post, "/flavors", body: """{"flavor":{"id":"1","name":"wire.tiny","vcpus":1,"ram":64,"disk":0}}""");
        WireReply made = await Cloud.NovaAsync(HttpMethod.Post, "/servers", "2.74", $$$"""
            {"server":{"name":"wire","imageRef":"11111111-2222-3333-4444-555555555555","flavorRef":"1","networks":"none","host":"{{{host}}}"} }
            """);
        made.Status.Should().Be(202, "a VM is made: {0}", made.Body);
        WireReply.Members(made.Json["server"]).Should().Equal("id", "links", "OS-DCF:diskConfig", "security_groups", "adminPass");
        JsonNode server = made.Json["server"]!;
        await Cloud.UntilAsync(
            async () => (string?)(await Cloud.GetAsync("/servers/" + (string)server["id"]!)).Json["server"]!["status"] == "ACTIVE", Patience, "the VM is active");
        return server;
    }

    private Task<WireReply> EvacuateAsync(string action) =>
        Cloud.NovaAsync(HttpMethod.Post, action, "2.93", $$$"""{"evacuate":{"host":"{{{Cloud.EvacuateTo}}}"} }""");

    private async Task<string?> MigrationAsync(JsonNode server)
    {
        WireReply list = await Cloud.GetAsync($"/os-migrations?migration_type=evacuation&host={Cloud.EvacuateHost.ToUpperInvariant()}", "2.93");
        list.Status.Should().Be(200);
        JsonNode found = list.Json["migrations"]!.AsArray().Single(m => (string?)m!["instance_uuid"] == (string?)server["id"])!;
        ((string?)found["source_compute"]).Should().Be(Cloud.EvacuateHost);
        ((string?)found["dest_compute"]).Should().Be(Cloud.EvacuateTo);
        return (string?)found["status"];
    }
}
