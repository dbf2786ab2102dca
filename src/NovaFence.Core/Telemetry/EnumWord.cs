using System.Reflection;
using System.Text.Json.Serialization;

namespace NovaFence.Core.Telemetry;

/// <summary>The word that an enum's value has in JSON, for a label: one thing has one name wherever it is read.</summary>
internal static class EnumWord
{
    /// <summary>The word of <see cref="JsonStringEnumMemberNameAttribute"/>.</summary>
    internal static string Word<T>(this T value)
        where T : struct, Enum => Words<T>.Of[value];

    private static class Words<T>
        where T : struct, Enum
    {
        internal static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(
            value => value,
            value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);
    }
}
