using System.Globalization;

namespace NovaFence.Benchmarks.Arms;

/// <summary>NovaFence's configuration: the README's, with a budget that lets the benchmark do what it is there for.</summary>
internal static class ProductSettings
{
    internal const string Token = "benchmark-token";

    /// <summary>The reader's token that opens the page.</summary>
    internal const string PageToken = "benchmark-token-that-opens-the-page";

    /// <summary>A moment that is far away. An audit lists all hosts, and would find those that the other arms hold down.</summary>
    private const string NoAudit = "0 0 0 29 2 *";

    internal static Dictionary<string, string?> Sqlite(string folder, bool audit = false) => new(Common(audit), StringComparer.Ordinal)
    {
        ["NovaFence:Ledger:Sqlite:Path"] = Path.Combine(folder, "ledger.db"),
    };

    /// <summary>With the page, and a receiver of notifications that is away.</summary>
    internal static Dictionary<string, string?> Watched(string folder) => new(Sqlite(folder), StringComparer.Ordinal)
    {
        ["NovaFence:Access:ReaderTokens:1"] = PageToken,
        ["NovaFence:Notify:0:Name"] = "away",
        // A port at which nobody listens.
        ["NovaFence:Notify:0:Url"] = "http://127.0.0.1:9/hook",
        ["NovaFence:Notify:0:Secrets:0"] = "whsec_" + Convert.ToBase64String(new byte[32]),
    };

    internal static Dictionary<string, string?> Tables(string connection) => new(Common(audit: false), StringComparer.Ordinal)
    {
        ["NovaFence:Ledger:Tables:ConnectionString"] = connection,
    };

    private static Dictionary<string, string?> Common(bool audit)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NovaFence:Receivers:Alertmanager:Tokens:0"] = Token,
            ["NovaFence:Access:ReaderTokens:0"] = Token,
            // A machine under other load may need longer than the default's 8 s for a storm; the time is measured, not judged here.
            ["NovaFence:Receivers:Alertmanager:AnswerWithin"] = "00:00:30",
            ["NovaFence:Hosts:Labels:0"] = Delivery.HostLabel,
            ["NovaFence:Routes:0:Name"] = "hosts",
            ["NovaFence:Routes:0:Receiver"] = "alertmanager",
            ["NovaFence:Routes:0:Match:0"] = $"alertname=\"{Delivery.AlertName}\"",
            ["NovaFence:Routes:0:Evidence"] = "asserted",
            ["NovaFence:Routes:0:Release"] = "immediately",
            // The hosts that are forced down here live and report.
            ["NovaFence:Routes:0:Contradiction"] = "ignore",
            ["NovaFence:Release:SettleTime"] = "00:00:00",
            ["NovaFence:Budget:MaxHosts"] = "100",
            ["NovaFence:Budget:MaxShare"] = "1",
            ["NovaFence:Budget:MaxPerHour"] = "300",
            ["NovaFence:Budget:MaxPerHostPerHour"] = "100",
            ["NovaFence:Storm:MinHosts"] = "500",
            ["NovaFence:Fencing:MaxParallelPuts"] = BareCalls.AtOnce.ToString(CultureInfo.InvariantCulture),
        };
        if (!audit)
            settings["NovaFence:Audit:Schedule"] = NoAudit;
        return settings;
    }
}
