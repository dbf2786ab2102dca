using System.Globalization;
using NovaFence.Sandbox;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>The configuration of every instance of a scene.</summary>
internal static class SceneSettings
{
    public const string AlertmanagerToken = "alertmanager-token-d1b07f";
    public const string PagerDutySecret = "pagerduty-secret-83c2aa";
    public const string OperatorToken = "operator-token-5f9e04-of-32-chars";
    public const string ReaderToken = "reader-token-71bb3d";

    public static Dictionary<string, string?> For(SandboxCloud cloud, SceneOptions options, ILedgerPlace ledger)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NovaFence:Cloud:AuthUrl"] = cloud.AuthUrl.ToString(),
            ["NovaFence:Cloud:Region"] = cloud.Region,
            ["NovaFence:Cloud:Username"] = cloud.Admin.UserName,
            ["NovaFence:Cloud:Password"] = cloud.Admin.Password,
            ["NovaFence:Cloud:UserDomainName"] = "Default",
            ["NovaFence:Cloud:ProjectName"] = cloud.Admin.ProjectName,
            ["NovaFence:Cloud:ProjectDomainName"] = "Default",
            ["NovaFence:Receivers:Alertmanager:Tokens:0"] = AlertmanagerToken,
            ["NovaFence:Receivers:PagerDuty:Secrets:0"] = PagerDutySecret,
            ["NovaFence:Access:OperatorTokens:0"] = OperatorToken,
            ["NovaFence:Access:ReaderTokens:0"] = ReaderToken,
            ["NovaFence:Hosts:Labels:0"] = "host",
            ["NovaFence:Hosts:Domains:0"] = "example.org",
            ["NovaFence:Budget:MaxHosts"] = options.Budget.ToString(CultureInfo.InvariantCulture),
            ["NovaFence:Budget:MaxShare"] = "1",
            // A scenario is shorter than an hour: those about the rate set their own.
            ["NovaFence:Budget:MaxPerHour"] = "300",
            ["NovaFence:Budget:MaxPerHostPerHour"] = "100",
            // Scenarios about the settle window set their own.
            ["NovaFence:Release:SettleTime"] = "00:00:00",
            ["NovaFence:Storm:MinHosts"] = "500",
            // So long that only a failed test waits for it, whatever else the machine does.
            ["NovaFence:Receivers:Alertmanager:AnswerWithin"] = "00:00:30",
            ["NovaFence:Ledger:Timeout"] = "00:00:20",
        };
        Route(0, "hosts", "alertmanager", "HostDown", "asserted", "immediately");
        Route(1, "other", "alertmanager", "HostUnreachable", "asserted", "immediately");
        Route(2, "proven", "alertmanager", "HostMaybeDown", "label:fenced=\"true\"", "immediately");
        Route(3, "manual", "alertmanager", "HostBroken", "asserted", "manually");
        Route(4, "pages", "pagerduty", null, "asserted", "immediately");
        foreach (var (key, value) in ledger.Settings.Concat(options.Settings))
            settings[key] = value;
        // What a scene sets to null it does without.
        return settings.Where(setting => setting.Value is not null).ToDictionary(StringComparer.Ordinal);

        void Route(int number, string name, string receiver, string? alert, string evidence, string release)
        {
            var key = FormattableString.Invariant($"NovaFence:Routes:{number}:");
            settings[key + "Name"] = name;
            settings[key + "Receiver"] = receiver;
            settings[key + "Match:0"] = alert is null ? "*" : $"alertname=\"{alert}\"";
            settings[key + "Evidence"] = evidence;
            settings[key + "Release"] = release;
        }
    }
}
