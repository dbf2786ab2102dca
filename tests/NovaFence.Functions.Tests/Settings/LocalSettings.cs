using System.Text.Json;

namespace NovaFence.Functions.Tests.Settings;

/// <summary>The sample of <c>local.settings.json</c>, as the host hands it to the worker: each value an environment variable.</summary>
internal static class LocalSettings
{
    public static IReadOnlyDictionary<string, string> Values { get; } =
        JsonDocument.Parse(Repository.Read("local.settings.sample.json")).RootElement.GetProperty(nameof(Values))
            .EnumerateObject().ToDictionary(static value => value.Name, static value => value.Value.GetString()!, StringComparer.Ordinal);

    public static IEnumerable<KeyValuePair<string, string>> NovaFence => Values.Where(static value => value.Key.StartsWith("NovaFence__", StringComparison.Ordinal));
}
