using System.Globalization;
using System.Text.Json;
using NovaFence.Sandbox.Servers;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>
/// <c>/os-services</c>. The order of the checks is Nova's: schema, (from 2.53) the form of the id, policy, the service, the evacuations.
/// <see href="https://opendev.org/openstack/nova/src/branch/stable/zed/nova/api/openstack/compute/services.py">services.py</see>
/// </summary>
internal sealed class ServicesApi(Fleet fleet, ServerStore servers)
{
    private const string Rule = "os_compute_api:os-services:";

    public Reply List(ComputeCall call)
    {
        if (call.Version.From(75) && ServiceSchema.Unexpected(call.Request.Query.Keys, ["host", "binary"]) is { } wrong)
            return ComputeErrors.BadRequest(wrong);

        if (!call.IsAdmin)
            return ComputeErrors.Policy(Rule + "list");
        // Compared in Python, after every cell was asked: case counts here, though it does not in a PUT by name.
        string host = call.Request.Query["host"].LastOrDefault() ?? "";
        string binary = call.Request.Query["binary"].LastOrDefault() ?? "";
        IEnumerable<ServiceRecord> rows = fleet.List()
            .Where(r => (host.Length == 0 || r.Host == host) && (binary.Length == 0 || r.Binary == binary))
            // Before 2.69 Nova leaves out what it cannot ask.
            .Where(r => !r.Unknown || call.Version.From(69));
        return new(200, Json.Object(json => json.Array("services", rows, (json, row) => ServiceJson.Write(json, row, call.Version))));
    }

    public Reply Update(ComputeCall call, string id) => call.Version.From(53) ? UpdateByUuid(call, id) : UpdateByName(call, id);

    public Reply Delete(ComputeCall call, string id)
    {
        if (!call.IsAdmin)
            return ComputeErrors.Policy(Rule + "delete");
        ServiceRecord? service;
        if (call.Version.From(53))
        {
            if (!IsUuidLike(id))
                return ComputeErrors.BadRequest($"Invalid uuid {id}");
            service = Find(id);
        }
        else
        {
            if (!int.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
                return ComputeErrors.BadRequest("Invalid input received: id must be an integer");
            service = fleet.Find(number);
        }

        if (service is null)
            return ComputeErrors.NotFound($"Service {id} not found.");
        if (servers.HasServers(service.Host))
            return ComputeErrors.Conflict("Unable to delete compute service that is hosting instances. Migrate or delete the instances first.");
        if (servers.HasMigrationsInProgress(service.Host))
        {
            return ComputeErrors.Conflict(
                "Unable to delete compute service that has in-progress migrations. Complete the migrations or delete the instances first.");
        }

        fleet.Remove(service.Uuid);
        return new(204);
    }

    private Reply UpdateByName(ComputeCall call, string action)
    {
        bool from211 = call.Version.From(11);
        if (ServiceSchema.ByName(call.Body, from211, call.Legacy) is { } wrong)
            return ComputeErrors.BadRequest(wrong);
        if (!call.IsAdmin)
            return ComputeErrors.Policy(Rule + "update");
        string host = call.Body.Member("host").Text()!;
        string binary = call.Body.Member("binary").Text()!;
        string? reason = call.Body.Member("disabled_reason").Text();
        bool? forcedDown = ServiceSchema.Value(call.Body.Member("forced_down"));
        switch (action)
        {
            case "force-down" when from211 && forcedDown is null:
                return ComputeErrors.BadRequest("Missing forced_down field");
            case "force-down" when from211 && forcedDown is false && binary == Fleet.NovaCompute && servers.HasDoneEvacuations(host):
                return ComputeErrors.BadRequest(DoneEvacuations(host));
            case "force-down" when from211:
                return Put(host, binary, new(ForcedDown: forcedDown), json => json.WriteBoolean("forced_down", forcedDown!.Value));
            case "enable":
                return Put(host, binary, new(Disabled: false), static json => json.WriteString("status", "enabled"));
            case "disable":
                return Put(host, binary, new(Disabled: true), static json => json.WriteString("status", "disabled"));
            case "disable-log-reason" when reason is null:
                return ComputeErrors.BadRequest("Missing disabled reason field");
            case "disable-log-reason":
                return Put(host, binary, new(Disabled: true, DisabledReason: reason), json =>
                {
                    json.WriteString("status", "disabled");
                    json.WriteString("disabled_reason", reason);
                });
            default:
                return ComputeErrors.NotFound("Unknown action");
        }
    }

    // The reply is an echo of the request, whatever the service is really called.
    private Reply Put(string host, string binary, ServiceChange change, Action<Utf8JsonWriter> tell)
    {
        if (binary != Fleet.NovaCompute)
            return ComputeErrors.BadRequest(OnlyCompute(binary));
        if (fleet.FindCompute(host) is { Unknown: true })
            return ComputeErrors.DatabaseDown();
        if (!fleet.IsMapped(host) || fleet.FindCompute(host) is not { } service || fleet.Change(service.Uuid, change) is null)
            return ComputeErrors.NotFound($"Host '{host}' is not mapped to any cell");
        return new Reply(200, Json.Object(json =>
        {
            json.WriteStartObject("service");
            json.WriteString("host", host);
            json.WriteString("binary", binary);
            tell(json);
            json.WriteEndObject();
        })).After(new(service.Host, change.ForcedDown));
    }

    private Reply UpdateByUuid(ComputeCall call, string id)
    {
        if (ServiceSchema.ByUuid(call.Body) is { } wrong)
            return ComputeErrors.BadRequest(wrong);
        if (!IsUuidLike(id))
            return ComputeErrors.BadRequest($"Invalid uuid {id}");
        if (!call.IsAdmin)
            return ComputeErrors.Policy(Rule + "update");
        if (Find(id) is not { } service)
            return ComputeErrors.NotFound($"Service {id} could not be found.");
        if (service.Unknown)
            return ComputeErrors.DatabaseDown();
        if (service.Binary != Fleet.NovaCompute)
            return ComputeErrors.BadRequest(OnlyCompute(service.Binary));
        string? status = call.Body.Member("status").Text();
        string? reason = call.Body.Member("disabled_reason").Text();
        if (status == "enabled" && reason is not null)
            return ComputeErrors.BadRequest("Specifying 'disabled_reason' with status 'enabled' is invalid.");
        bool? forcedDown = ServiceSchema.Value(call.Body.Member("forced_down"));
        if (forcedDown is false && servers.HasDoneEvacuations(service.Host))
            return ComputeErrors.BadRequest(DoneEvacuations(service.Host));
        if (status is null && forcedDown is null)
            return ComputeErrors.BadRequest("No updates were requested. Fields 'status' or 'forced_down' should be specified.");
        bool? disabled = status is null ? null : status == "disabled";
        return fleet.Change(service.Uuid, new(forcedDown, disabled, reason)) is { } changed
            ? new Reply(200, Json.Object(json =>
            {
                json.WriteStartObject("service");
                ServiceJson.Write(json, changed, call.Version);
                json.WriteEndObject();
            })).After(new(changed.Host, forcedDown))
            : ComputeErrors.NotFound($"Service {id} could not be found.");
    }

    // What passes for a UUID is wider than what finds one: without dashes it is well formed and unknown.
    private ServiceRecord? Find(string id) => Guid.TryParseExact(id, "D", out Guid uuid) ? fleet.Find(uuid) : null;

    private static bool IsUuidLike(string id) => Guid.TryParseExact(id, "D", out _) || Guid.TryParseExact(id, "N", out _);

    private static string OnlyCompute(string binary) =>
        $"Updating a {binary} service is not supported. Only nova-compute services can be updated.";

    private static string DoneEvacuations(string host) =>
        $"Unable to force up host {host} as `done` evacuation migration records remain associated with the host. Ensure the compute service "
        + "has been restarted, allowing these records to move to `completed` before retrying this request.";
}
