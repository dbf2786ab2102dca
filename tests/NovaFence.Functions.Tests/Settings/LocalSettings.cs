using System.Text.Json;
using NovaFence.Sandbox;

namespace NovaFence.Functions.Tests.Settings;

/// <summary>The sample of <c>local.settings.json</c>, as the host hands it to the worker: each value an environment variable.</summary>
internal static class LocalSettings
{
    public static IReadOnlyDictionary<string, string> Values { get; } =
        JsonDocument.Parse(Repository.Read("local.settings.sample.json")).RootElement.GetProperty(nameof(Values))
            .EnumerateObject().ToDictionary(static value => value.Name, static value => value.Value.GetString()!, StringComparer.Ordinal);

    public static IEnumerable<KeyValuePair<string, string>> NovaFence => Values.Where(static value => value.Key.StartsWith("NovaFence__", StringComparison.Ordinal));

    /// <summary>What the worker is started with: NovaFence's, and the timer's schedule, which the host reads too.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Worker =>
        NovaFence.Append(KeyValuePair.Create(TimerSchedule.Setting, Values[TimerSchedule.Setting]));

    public static string AlertmanagerToken => Values["NovaFence__Receivers__Alertmanager__Tokens__0"];

    public static string OperatorToken => Values["NovaFence__Access__OperatorTokens__0"];

    /// <summary>A sandbox with the sample's own account.</summary>
    public static Task<SandboxCloud> StartCloudAsync(CancellationToken cancellationToken, string maxMicroversion = "2.93") =>
        SandboxCloud.StartAsync(new SandboxOptions { Password = Values["NovaFence__Cloud__Password"], MaxMicroversion = maxMicroversion }, cancellationToken);

    /// <summary>The sample's settings, but for what would need Azurite or a fixed port.</summary>
    /// <param name="cloud">Its cloud.</param>
    /// <param name="data">Where the ledger is.</param>
    public static Dictionary<string, string> For(SandboxCloud cloud, DirectoryInfo data)
    {
        var settings = Worker.ToDictionary(StringComparer.Ordinal);
        settings["NovaFence__Cloud__AuthUrl"] = cloud.AuthUrl.ToString();
        settings.Remove("NovaFence__Ledger__Tables__ConnectionString");
        settings["NovaFence__Ledger__Sqlite__Path"] = Path.Combine(data.FullName, "ledger.db");
        // What the functions answer is tested, and not how long nova-compute takes to report: the sample's route waits for it.
        settings["NovaFence__Routes__0__Release"] = "immediately";
        settings["NovaFence__Release__SettleTime"] = "00:00:00";
        return settings;
    }
}
