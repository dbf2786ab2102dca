using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NovaFence.Sandbox.Compute;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Servers;

/// <summary>A VM's fields: the ones that say what it is, whose and where. Flavor, image and the like are left out.</summary>
internal static class ServerJson
{
    public static void Reference(Utf8JsonWriter json, ServerRecord server, string baseUrl)
    {
        json.WriteString("id", server.Id);
        json.WriteString("name", server.Name);
        Links(json, server, baseUrl);
    }

    public static void Detail(Utf8JsonWriter json, ServerRecord server, string baseUrl, Microversion version, string hostStatus)
    {
        // A VM that no host could take is on none.
        string? host = server.Status is "ERROR" ? null : server.Host;
        json.WriteString("id", server.Id);
        json.WriteString("name", server.Name);
        json.WriteString("status", server.Status);
        json.WriteString("tenant_id", server.Owner.Project.Id);
        json.WriteString("user_id", server.Owner.Id);
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteString("hostId", host is null ? "" : HostId(server.Owner.Project.Id, host));
        json.WriteString("created", Times.Bare(server.CreatedAt) + "Z");
        json.WriteString("updated", Times.Bare(server.UpdatedAt) + "Z");
        json.WriteStartObject("addresses");
        json.WriteEndObject();
        Links(json, server, baseUrl);
        json.WriteString("OS-DCF:diskConfig", "MANUAL");
        json.WriteString("OS-EXT-AZ:availability_zone", host is null ? "" : "nova");
        json.WriteString("OS-EXT-SRV-ATTR:host", host);
        json.WriteString("OS-EXT-SRV-ATTR:hypervisor_hostname", host);
        json.WriteString("OS-EXT-STS:task_state", server.TaskState);
        json.WriteString("OS-EXT-STS:vm_state", server.Status switch { "BUILD" => "building", "ERROR" => "error", _ => "active" });
        json.WriteNumber("OS-EXT-STS:power_state", server.Status is "ACTIVE" or "REBUILD" ? 1 : 0);
        if (version.From(16))
            json.WriteString("host_status", host is null ? "" : hostStatus);
    }

    public static void Links(Utf8JsonWriter json, ServerRecord server, string baseUrl) =>
        json.Array("links", [("self", "/v2.1/servers/"), ("bookmark", "/servers/")], (json, link) =>
        {
            json.WriteString("rel", link.Item1);
            json.WriteString("href", baseUrl + link.Item2 + server.Id);
        });

    // Who may not know a host's name may know that two VMs are on the same one.
    private static string HostId(string project, string host) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project + host)).AsSpan(0, 28));
}
