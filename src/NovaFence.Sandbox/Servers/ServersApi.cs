using System.Text.Json;
using NovaFence.Sandbox.Compute;
using NovaFence.Sandbox.Identity;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Servers;

/// <summary><c>/servers</c>: as much as it takes to have a VM on a host and to see it leave.</summary>
internal sealed class ServersApi(Fleet fleet, ServerStore servers)
{
    public Reply Create(ComputeCall call)
    {
        JsonElement? wanted = call.Body.Member("server");
        if (wanted is not { ValueKind: JsonValueKind.Object })
            return ComputeErrors.BadRequest(call.Body is null ? "None is not of type 'object'" : "'server' is a required property");
        if (wanted.Member("name").Text() is not { Length: > 0 } name)
            return Invalid(wanted, "'name' is a required property");
        string? host = wanted.Member("host").Text();
        if (host is not null && !call.Version.From(74))
            return Invalid(wanted, "Additional properties are not allowed ('host' was unexpected)");
        if (host is not null && !call.IsAdmin)
            return ComputeErrors.Policy("compute:servers:create:requested_destination");
        ServiceRecord? target = host is null ? Any() : fleet.FindCompute(host);
        if (host is not null && target is null)
            return ComputeErrors.BadRequest($"Compute host {host} could not be found.");
        ServerRecord made = servers.Create(name, call.Token.User, target?.Host ?? "", failed: target is not { Up: true });
        return new Reply(202, Json.Object(json =>
        {
            json.WriteStartObject("server");
            json.WriteString("id", made.Id);
            ServerJson.Links(json, made, call.Request.Base);
            json.WriteString("OS-DCF:diskConfig", "MANUAL");
            json.Array("security_groups", ["default"], static (json, group) => json.WriteString("name", group));
            json.WriteString("adminPass", Secrets.NewSecret(9));
            json.WriteEndObject();
        })).With("Location", $"{call.Request.Base}/v2.1/servers/{made.Id}");
    }

    public Reply List(ComputeCall call, bool detail)
    {
        string? host = call.IsAdmin ? call.Request.Query["host"].LastOrDefault() : null;
        bool all = call.IsAdmin && call.Request.Query["all_tenants"].LastOrDefault() is "1" or "true" or "True" or "";
        IEnumerable<ServerRecord> found = servers.List()
            .Where(s => all || s.Owner == call.Token.User)
            .Where(s => host is null || s.Host.Equals(host, StringComparison.OrdinalIgnoreCase));
        return new(200, Json.Object(json => json.Array("servers", found, (json, server) =>
        {
            if (detail)
                ServerJson.Detail(json, server, call.Request.Base, call.Version, HostStatus(server.Host));
            else
                ServerJson.Reference(json, server, call.Request.Base);
        })));
    }

    public Reply Show(ComputeCall call, string id) => Find(call, id) is { } server
        ? new(200, Json.Object(json =>
        {
            json.WriteStartObject("server");
            ServerJson.Detail(json, server, call.Request.Base, call.Version, HostStatus(server.Host));
            json.WriteEndObject();
        }))
        : NotFound(id);

    public Reply Delete(ComputeCall call, string id) => Find(call, id) is { } server && servers.Delete(server.Id) ? new(204) : NotFound(id);

    /// <summary>The only flavor there is.</summary>
    public static Reply Flavor(ComputeCall call, string id) => id == "1"
        ? new(200, Json.Object(json =>
        {
            json.WriteStartObject("flavor");
            json.WriteString("id", "1");
            json.WriteString("name", "sandbox.tiny");
            json.WriteNumber("ram", 64);
            json.WriteNumber("disk", 0);
            json.WriteNumber("vcpus", 1);
            json.Array("links", [call.Request.Base + "/v2.1/flavors/1"], static (json, href) =>
            {
                json.WriteString("rel", "self");
                json.WriteString("href", href);
            });
            json.WriteEndObject();
        }))
        : ComputeErrors.NotFound($"Flavor {id} could not be found.");

    public Reply Act(ComputeCall call, string id)
    {
        if (call.Body is not { ValueKind: JsonValueKind.Object } body || body.EnumerateObject().Count() != 1)
            return ComputeErrors.BadRequest("Malformed request body");
        string action = body.EnumerateObject().First().Name;
        return action == "evacuate" ? Evacuate(call, id) : ComputeErrors.BadRequest("There is no such action: " + action);
    }

    private Reply Evacuate(ComputeCall call, string id)
    {
        if (Find(call, id) is not { } server)
            return NotFound(id);
        if (!call.IsAdmin)
            return ComputeErrors.Policy("os_compute_api:os-evacuate");
        string? host = call.Body.Member("evacuate").Member("host").Text();
        if (host is not null && fleet.FindCompute(host) is null)
            return ComputeErrors.NotFound($"Compute host {host} not found.");
        if (host == server.Host)
            return ComputeErrors.BadRequest("The target host can't be the same one.");
        if (server.TaskState is not null || server.Status != "ACTIVE")
            return ComputeErrors.Conflict($"Cannot 'evacuate' instance {server.Id} while it is in task_state {server.TaskState ?? "None"}");
        if (fleet.FindCompute(server.Host) is { Up: true })
            return ComputeErrors.BadRequest($"Compute service of {server.Host} is still in use.");
        ServiceRecord? target = host is null ? Any() : fleet.FindCompute(host);
        if (!servers.Evacuate(server.Id, target is { Up: true } ? target.Host : null))
            return ComputeErrors.Conflict($"Cannot 'evacuate' instance {server.Id} while it is in task_state rebuilding");
        return call.Version.From(14)
            ? new(200)
            : new(200, Json.Object(static json => json.WriteString("adminPass", Secrets.NewSecret(9))));
    }

    private static Reply Invalid(JsonElement? wanted, string what) =>
        ComputeErrors.BadRequest($"Invalid input for field/attribute server. Value: {PythonText.Str(wanted)}. {what}");

    private ServiceRecord? Any() => fleet.List().FirstOrDefault(s => s is { Binary: Fleet.NovaCompute, Up: true, Disabled: false, Unknown: false });

    private string HostStatus(string host) => fleet.FindCompute(host) switch
    {
        null => "",
        { Unknown: true } => "UNKNOWN",
        { ForcedDown: true } or { Up: false } => "DOWN",
        { Disabled: true } => "MAINTENANCE",
        _ => "UP",
    };

    // Who may not see a VM is told that there is none.
    private ServerRecord? Find(ComputeCall call, string id) =>
        Guid.TryParse(id, out Guid uuid) && servers.Find(uuid) is { } server && (call.IsAdmin || server.Owner == call.Token.User) ? server : null;

    private static Reply NotFound(string id) => ComputeErrors.NotFound($"Instance {id} could not be found.");
}
