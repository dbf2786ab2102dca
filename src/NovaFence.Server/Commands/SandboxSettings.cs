using System.Globalization;
using NovaFence.Sandbox;

namespace NovaFence.Server.Commands;

/// <summary>The configuration of the sandbox: complete, so that nothing of the surroundings (<c>OS_*</c>, <c>clouds.yaml</c>) leaks in.</summary>
internal static class SandboxSettings
{
    /// <summary>
    /// The password of the made-up cloud's <c>admin</c>. Always the same, so that another head (<c>local.settings.sample.json</c>) can be run against it;
    /// it guards nothing, and only this machine can reach it.
    /// </summary>
    internal const string CloudPassword = "sandbox";

    /// <summary>The password of the BMCs, for the same reason always the same.</summary>
    internal const string BmcPassword = "sandbox-bmc";

    /// <summary>What the sandbox takes from nobody: its cloud, its BMCs, its ledger, its tokens.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Own(SandboxCloud cloud, string token, string operatorToken, string ledger) => new Dictionary<string, string?>(Bmcs(cloud), StringComparer.Ordinal)
    {
        ["NovaFence:Mode"] = "fence",
        ["NovaFence:Cloud:AuthUrl"] = cloud.AuthUrl.ToString(),
        ["NovaFence:Cloud:Region"] = "RegionOne",
        ["NovaFence:Cloud:ApplicationCredentialId"] = cloud.Admin.ApplicationCredentialId,
        ["NovaFence:Cloud:ApplicationCredentialSecret"] = cloud.Admin.ApplicationCredentialSecret,
        ["NovaFence:Cloud:ReportInterval"] = cloud.ReportInterval.ToString("c", CultureInfo.InvariantCulture),
        ["NovaFence:Ledger:Sqlite:Path"] = ledger,
        ["NovaFence:Receivers:Alertmanager:Tokens:0"] = token,
        ["NovaFence:Receivers:Grafana:Tokens:0"] = token,
        ["NovaFence:Receivers:PagerDuty:Secrets:0"] = token,
        ["NovaFence:Access:OperatorTokens:0"] = operatorToken,
    };

    /// <summary>Where the BMCs are, and which machines they belong to.</summary>
    private static Dictionary<string, string?> Bmcs(SandboxCloud cloud)
    {
        if (cloud.Bmcs.Count == 0)
            return [];
        var keys = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // They are made up: a route with PowerOff can be tried.
            ["NovaFence:Power:AllowOff"] = "true",
            ["NovaFence:Power:Networks:0"] = "127.0.0.1/32",
            ["NovaFence:Power:Groups:0:Name"] = "sandbox",
            ["NovaFence:Power:Groups:0:User"] = cloud.BmcUserName,
            ["NovaFence:Power:Groups:0:Password"] = cloud.BmcPassword,
            ["NovaFence:Power:Groups:0:CertificateSha256:0"] = cloud.BmcCertificateSha256,
        };
        foreach (var (bmc, index) in cloud.Bmcs.Select((bmc, index) => (bmc, index)))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"NovaFence:Power:Hosts:{index}");
            keys[$"{key}:Host"] = bmc.Host;
            keys[$"{key}:Url"] = bmc.Url.ToString();
            keys[$"{key}:Serial"] = bmc.Serial;
            keys[$"{key}:Uuid"] = bmc.Uuid.ToString();
        }

        return keys;
    }

    /// <summary>Hosts, routes and limits where none are configured.</summary>
    /// <param name="evidence">What the routes ask for.</param>
    /// <param name="release">How they release.</param>
    internal static IEnumerable<KeyValuePair<string, string?>> Rules(string evidence, string release) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["NovaFence:Hosts:Labels:0"] = "host",
        ["NovaFence:Routes:0:Name"] = "hosts",
        ["NovaFence:Routes:0:Receiver"] = "alertmanager",
        ["NovaFence:Routes:0:Match:0"] = "alertname=\"HostDown\"",
        ["NovaFence:Routes:0:Evidence"] = evidence,
        ["NovaFence:Routes:0:Release"] = release,
        ["NovaFence:Routes:1:Name"] = "grafana",
        ["NovaFence:Routes:1:Receiver"] = "grafana",
        ["NovaFence:Routes:1:Match:0"] = "alertname=\"HostDown\"",
        ["NovaFence:Routes:1:Evidence"] = evidence,
        ["NovaFence:Routes:1:Release"] = release,
        // Long enough to see that a resolved alert releases nothing at once, and short enough to wait for.
        ["NovaFence:Release:SettleTime"] = "00:00:10",
        // A fifth of five hosts would be one, and there would be little to play with.
        ["NovaFence:Budget:MaxHosts"] = "3",
        ["NovaFence:Budget:MaxShare"] = "0.6",
    };
}
