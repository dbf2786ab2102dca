using System.Text.Json;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>A service's fields, as many as the microversion has and the cell can tell.</summary>
internal static class ServiceJson
{
    public static void Write(Utf8JsonWriter json, ServiceRecord row, Microversion version)
    {
        json.WriteString("binary", row.Binary);
        json.WriteString("host", row.Host);
        if (row.Unknown)
        {
            json.WriteString("status", "UNKNOWN");
            return;
        }

        if (version.From(53))
            json.WriteString("id", row.Uuid);
        else
            json.WriteNumber("id", row.Id);
        json.WriteString("zone", row.Zone);
        json.WriteString("status", row.Disabled ? "disabled" : "enabled");
        json.WriteString("state", row.Up ? "up" : "down");
        json.WriteString("updated_at", Times.Micros(row.UpdatedAt));
        json.WriteString("disabled_reason", row.DisabledReason);
        if (version.From(11))
            json.WriteBoolean("forced_down", row.ForcedDown);
    }
}
