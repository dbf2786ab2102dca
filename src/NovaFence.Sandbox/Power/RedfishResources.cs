using System.Text.Json;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Power;

/// <summary>Redfish's documents, as far as anybody reads them: https://redfish.dmtf.org/schemas/v1/</summary>
internal static class RedfishResources
{
    internal static void Root(Utf8JsonWriter json, SandboxBmc bmc)
    {
        Head(json, "/redfish/v1/", "#ServiceRoot.v1_5_0.ServiceRoot", "RootService", "Root Service");
        json.WriteString("RedfishVersion", "1.6.0");
        json.WriteString("UUID", bmc.Uuid.ToString());
        json.WriteString("Product", "NovaFence sandbox BMC");
        Link(json, "Systems", "/redfish/v1/Systems");
        Link(json, "Chassis", "/redfish/v1/Chassis");
        Link(json, "Managers", "/redfish/v1/Managers");
        Link(json, "SessionService", "/redfish/v1/SessionService");
        json.WriteStartObject("Links");
        Link(json, "Sessions", "/redfish/v1/SessionService/Sessions");
        json.WriteEndObject();
    }

    internal static void Systems(Utf8JsonWriter json, SandboxBmc bmc) =>
        Collection(json, "Systems", "ComputerSystemCollection", [SandboxBmc.SystemPath, .. Enumerable.Range(2, bmc.Others.Count).Select(number => $"/redfish/v1/Systems/{number}")]);

    internal static void Collection(Utf8JsonWriter json, string name, string type, IReadOnlyList<string> members)
    {
        string path = name == "Sessions" ? "/redfish/v1/SessionService/Sessions" : $"/redfish/v1/{name}";
        json.WriteString("@odata.id", path);
        json.WriteString("@odata.type", $"#{type}.{type}");
        json.WriteString("Name", $"{name} Collection");
        json.WriteNumber("Members@odata.count", members.Count);
        json.Array("Members", members, static (item, member) => item.WriteString("@odata.id", member));
    }

    /// <param name="json">Where to.</param>
    /// <param name="bmc">Whose.</param>
    /// <param name="serial">What it tells.</param>
    /// <param name="uuid">What it tells.</param>
    /// <param name="state">What it tells; null: nothing.</param>
    /// <param name="number">Which of its systems.</param>
    internal static void System(Utf8JsonWriter json, SandboxBmc bmc, string serial, string uuid, string? state, int number = 1)
    {
        string path = FormattableString.Invariant($"/redfish/v1/Systems/{number}");
        Head(json, path, "#ComputerSystem.v1_13_0.ComputerSystem", FormattableString.Invariant($"{number}"), $"Computer System of {bmc.Host}");
        json.WriteString("SystemType", "Physical");
        json.WriteString("Manufacturer", "NovaFence");
        json.WriteString("Model", "Sandbox");
        json.WriteString("SerialNumber", serial);
        json.WriteString("UUID", uuid);
        json.WriteString("HostName", bmc.Host);
        if (state is not null)
            json.WriteString("PowerState", state);
        Status(json, state);
        json.WriteStartObject("Boot");
        json.WriteString("BootSourceOverrideEnabled", "Disabled");
        json.WriteString("BootSourceOverrideTarget", "None");
        json.WriteString("BootSourceOverrideMode", "UEFI");
        json.WriteEndObject();
        json.WriteStartObject("Links");
        json.Array("Chassis", ["/redfish/v1/Chassis/1"], static (item, chassis) => item.WriteString("@odata.id", chassis));
        json.Array("ManagedBy", ["/redfish/v1/Managers/1"], static (item, manager) => item.WriteString("@odata.id", manager));
        json.WriteEndObject();
        json.WriteStartObject("Actions");
        json.WriteStartObject("#ComputerSystem.Reset");
        json.WriteString("target", $"{path}/Actions/ComputerSystem.Reset");
        json.WriteStartArray("ResetType@Redfish.AllowableValues");
        foreach (string type in bmc.ResetTypes)
            json.WriteStringValue(type);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void Chassis(Utf8JsonWriter json, SandboxBmc bmc, string state)
    {
        Head(json, "/redfish/v1/Chassis/1", "#Chassis.v1_14_0.Chassis", "1", "Computer System Chassis");
        json.WriteString("ChassisType", "RackMount");
        json.WriteString("SerialNumber", bmc.Serial);
        json.WriteString("PowerState", state);
        Status(json, state);
    }

    internal static void Manager(Utf8JsonWriter json)
    {
        Head(json, "/redfish/v1/Managers/1", "#Manager.v1_10_0.Manager", "1", "Manager");
        json.WriteString("ManagerType", "BMC");
        json.WriteString("FirmwareVersion", "1.0");
        json.WriteString("PowerState", "On");
    }

    internal static void SessionService(Utf8JsonWriter json)
    {
        Head(json, "/redfish/v1/SessionService", "#SessionService.v1_1_7.SessionService", "SessionService", "Session Service");
        json.WriteBoolean("ServiceEnabled", true);
        json.WriteNumber("SessionTimeout", 300);
        Link(json, "Sessions", "/redfish/v1/SessionService/Sessions");
    }

    internal static void Session(Utf8JsonWriter json, string id, string user)
    {
        Head(json, $"/redfish/v1/SessionService/Sessions/{id}", "#Session.v1_2_1.Session", id, "User Session");
        json.WriteString("UserName", user);
    }

    private static void Head(Utf8JsonWriter json, string path, string type, string id, string name)
    {
        json.WriteString("@odata.id", path);
        json.WriteString("@odata.type", type);
        json.WriteString("Id", id);
        json.WriteString("Name", name);
    }

    private static void Link(Utf8JsonWriter json, string name, string path)
    {
        json.WriteStartObject(name);
        json.WriteString("@odata.id", path);
        json.WriteEndObject();
    }

    private static void Status(Utf8JsonWriter json, string? state)
    {
        json.WriteStartObject("Status");
        json.WriteString("State", state == "On" ? "Enabled" : "StandbyOffline");
        json.WriteString("Health", "OK");
        json.WriteEndObject();
    }
}
