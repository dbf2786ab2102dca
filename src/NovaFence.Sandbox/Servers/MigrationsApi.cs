using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NovaFence.Sandbox.Compute;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Servers;

/// <summary>
/// <c>/os-migrations</c> and its filters. All records are evacuations.
/// <see href="https://opendev.org/openstack/nova/src/branch/stable/zed/nova/api/openstack/compute/schemas/migrations.py">migrations.py</see>
/// </summary>
internal sealed class MigrationsApi(ServerStore servers)
{
    // Below 2.59 Nova ignores what it does not know.
    private static readonly (string Name, int Since)[] Known =
    [
        ("hidden", 1), ("host", 1), ("instance_uuid", 1), ("source_compute", 1), ("status", 1), ("migration_type", 1),
        ("limit", 59), ("marker", 59), ("changes-since", 59), ("changes-before", 66), ("user_id", 80), ("project_id", 80),
    ];

    public Reply List(ComputeCall call)
    {
        IQueryCollection query = call.Request.Query;
        if (call.Version.From(59))
        {
            IEnumerable<string> known = Known.Where(filter => call.Version.From(filter.Since)).Select(filter => filter.Name);
            if (ServiceSchema.Unexpected(query.Keys, known) is { } wrong)
                return ComputeErrors.BadRequest(wrong);
        }

        if (!call.IsAdmin)
            return ComputeErrors.Policy("os_compute_api:os-migrations:index");
        IEnumerable<MigrationRecord> found = servers.Migrations().Where(m => Matches(m, query));
        if (call.Version.From(59) && int.TryParse(query["limit"].LastOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out int limit))
            found = found.Take(limit);
        return new(200, Json.Object(json => json.Array("migrations", found, (json, m) => Write(json, m, call.Version))));
    }

    // The database compares, so case does not count. A host filter asks for both ends, and then nobody looks at source_compute.
    private static bool Matches(MigrationRecord m, IQueryCollection query)
    {
        string? host = Value(query, "host");
        return (host is null ? Is(m.Source, Value(query, "source_compute")) : Is(m.Source, host) || Is(m.Destination, host))
            && Is(m.Status, Value(query, "status"))
            && Is("evacuation", Value(query, "migration_type"))
            && Is(m.Server.ToString(), Value(query, "instance_uuid"))
            && Is(m.UserId, Value(query, "user_id"))
            && Is(m.ProjectId, Value(query, "project_id"));
    }

    private static string? Value(IQueryCollection query, string name) => query[name].LastOrDefault();

    private static bool Is(string? value, string? filter) => filter is null || string.Equals(value, filter, StringComparison.OrdinalIgnoreCase);

    private static void Write(Utf8JsonWriter json, MigrationRecord m, Microversion version)
    {
        bool placed = m.Status is "done" or "completed";
        json.WriteNumber("id", m.Id);
        if (version.From(59))
            json.WriteString("uuid", m.Uuid);
        json.WriteString("source_compute", m.Source);
        json.WriteString("dest_compute", m.Destination);
        json.WriteString("source_node", m.Source);
        json.WriteString("dest_node", placed ? m.Destination : null);
        json.WriteString("dest_host", placed ? "127.0.0.1" : null);
        json.WriteNull("old_instance_type_id");
        json.WriteNull("new_instance_type_id");
        json.WriteString("instance_uuid", m.Server);
        json.WriteString("status", m.Status);
        if (version.From(23))
            json.WriteString("migration_type", "evacuation");
        if (version.From(80))
        {
            json.WriteString("user_id", m.UserId);
            json.WriteString("project_id", m.ProjectId);
        }

        json.WriteString("created_at", Times.Micros(Times.Seconds(m.CreatedAt)));
        json.WriteString("updated_at", m.UpdatedAt is { } at ? Times.Micros(Times.Seconds(at)) : null);
    }
}
