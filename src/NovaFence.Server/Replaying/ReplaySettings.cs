using NovaFence.Sandbox;
using NovaFence.Server.Commands;

namespace NovaFence.Server.Replaying;

/// <summary>The configuration of a replay: the sandbox's cloud and a ledger of its own, and for the rest what is configured here.</summary>
internal static class ReplaySettings
{
    private const string Root = "NovaFence:";

    /// <summary>What would lead out of the sandbox.</summary>
    private static readonly string[] Outside =
    [
        "NovaFence:Cloud:", "NovaFence:Ledger:", "NovaFence:Announce:", "NovaFence:Notify:",
        "NovaFence:Power:Hosts:", "NovaFence:Power:Pattern", "NovaFence:Power:Networks:", "NovaFence:Power:Groups:", "NovaFence:Evidence:Prometheus:",
    ];

    /// <summary>Where no routes are configured, those of the sandbox and its limits stand in, below what is configured.</summary>
    internal static IConfiguration For(IConfiguration configured, SandboxCloud cloud, string data)
    {
        var ours = configured.AsEnumerable()
            .Where(one => one.Value is not null && IsOurs(one.Key))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        var routed = ours.Keys.Any(key => key.StartsWith("NovaFence:Routes:", StringComparison.OrdinalIgnoreCase));
        // No evidence is asked for, because nobody has said yet what it is.
        IEnumerable<KeyValuePair<string, string?>> all = [.. SandboxSettings.Own(cloud, "replay", "replay", Path.Combine(data, "ledger.db")), .. SandboxSettings.Rules("asserted", "immediately")];
        var sandbox = all.Where(one => !routed || Outside.Any(outside => one.Key.StartsWith(outside, StringComparison.Ordinal)));
        return new ConfigurationBuilder().AddInMemoryCollection(sandbox).AddInMemoryCollection(ours).Build();
    }

    private static bool IsOurs(string key) =>
        key.StartsWith(Root, StringComparison.OrdinalIgnoreCase) && !Outside.Any(outside => key.StartsWith(outside, StringComparison.OrdinalIgnoreCase));
}
