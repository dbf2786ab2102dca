using System.Text.Json;
using System.Text.RegularExpressions;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>
/// The JSON schemas of PUT os-services and the first thing each finds wrong, in its words. The order is theirs: the type, the properties in
/// the order of the schema, what is required, what is too much.
/// <see href="https://opendev.org/openstack/nova/src/branch/stable/zed/nova/api/openstack/compute/schemas/services.py">services.py</see>
/// </summary>
internal static partial class ServiceSchema
{
    private const string HostPattern = "^[a-zA-Z0-9-._]*$";
    private const string Booleans =
        "[True, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', "
        + "False, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no']";

    private static readonly string[] Yes = ["True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes"];
    private static readonly string[] Named = ["host", "binary", "disabled_reason"];
    private static readonly string[] No = ["False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no"];

    /// <summary>Below 2.53, by name. <c>forced_down</c> is known from 2.11.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? ByName(JsonElement? body, bool forcedDown, bool relaxed) =>
        NotAnObject(body)
        ?? Text(body, "host", HostPattern)
        ?? Text(body, "binary")
        ?? Text(body, "disabled_reason")
        ?? (forcedDown ? Boolean(body, "forced_down") : null)
        ?? Missing(body, "host")
        ?? Missing(body, "binary")
        ?? (relaxed ? null : Unexpected(body, [.. Named, .. forcedDown ? ["forced_down"] : (string[])[]]));

    /// <summary>From 2.53, by UUID.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? ByUuid(JsonElement? body) =>
        NotAnObject(body)
        ?? Status(body)
        ?? Text(body, "disabled_reason")
        ?? Boolean(body, "forced_down")
        ?? Unexpected(body, ["status", "disabled_reason", "forced_down"]);

    /// <summary>A valid boolean's value; null when it is not there.</summary>
    public static bool? Value(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => Yes.Contains(value.Value.GetString()),
        _ => null,
    };

    /// <summary>Names that a schema does not have, of a body or of a query.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Unexpected(IEnumerable<string> names, IEnumerable<string> known)
    {
        string[] extras = [.. names.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(PythonText.Repr)];
        return extras.Length == 0
            ? null
            : $"Additional properties are not allowed ({string.Join(", ", extras)} {(extras.Length == 1 ? "was" : "were")} unexpected)";
    }

    private static string? Unexpected(JsonElement? body, string[] known) => Unexpected(body!.Value.EnumerateObject().Select(m => m.Name), known);

    private static string? NotAnObject(JsonElement? body) =>
        body is { ValueKind: JsonValueKind.Object } ? null : $"{PythonText.Repr(body)} is not of type 'object'";

    private static string? Text(JsonElement? body, string name, string? pattern = null)
    {
        if (body.Member(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return Invalid(name, value, "is not of type 'string'");
        string text = value.GetString()!;
        if (text.Length == 0)
            return Invalid(name, value, "is too short");
        if (text.EnumerateRunes().Count() > 255)
            return Invalid(name, value, "is too long");
        return pattern is null || HostName().IsMatch(text) ? null : Invalid(name, value, $"does not match '{pattern}'");
    }

    private static string? Boolean(JsonElement? body, string name)
    {
        if (body.Member(name) is not { } value || value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return Invalid(name, value, "is not of type 'boolean', 'string'");
        string text = value.GetString()!;
        return Yes.Contains(text) || No.Contains(text) ? null : Invalid(name, value, $"is not one of {Booleans}");
    }

    private static string? Status(JsonElement? body)
    {
        if (body.Member("status") is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return Invalid("status", value, "is not of type 'string'");
        return value.GetString() is "enabled" or "disabled" ? null : Invalid("status", value, "is not one of ['enabled', 'disabled']");
    }

    private static string? Missing(JsonElement? body, string name) => body.Member(name) is null ? $"'{name}' is a required property" : null;

    private static string Invalid(string name, JsonElement value, string what) =>
        $"Invalid input for field/attribute {name}. Value: {PythonText.Str(value)}. {PythonText.Repr(value)} {what}";

    // Python's $ also matches before a newline at the end, and so does .NET's.
    [GeneratedRegex(HostPattern, RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName();
}
