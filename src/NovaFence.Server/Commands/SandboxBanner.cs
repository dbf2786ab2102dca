using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using NovaFence.Sandbox;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary>What the sandbox prints once it stands: where everything is, and something to paste into a shell, block by block.</summary>
/// <param name="url">The server's address.</param>
/// <param name="cloud">The made-up cloud.</param>
/// <param name="token">What the senders show.</param>
/// <param name="operatorToken">What an operator shows.</param>
/// <param name="files">What it keeps on disk.</param>
internal sealed class SandboxBanner(string url, SandboxCloud cloud, string token, string operatorToken, SandboxFiles files)
{
    /// <summary>The host that everything is about.</summary>
    internal const string Host = "compute1";

    // Labels of other alphabets, quotes and angle brackets stay readable: it is pasted into a shell, and not into a page.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="configured">What was configured by a person.</param>
    /// <param name="options">What is in force.</param>
    /// <param name="example">The alert to paste.</param>
    internal string Text(SandboxConfiguration configured, NovaFenceOptions options, SandboxExample example)
    {
        var began = DateTimeOffset.UtcNow;
        return $"""

            NovaFence SANDBOX. No real cloud is touched: Keystone, Nova and BMCs here are made up, with compute1 to compute5.

              server          {url}
              the page        {url}/, with the operator token and any name
              cloud           {cloud.AuthUrl}
              cloud's user    {cloud.Admin.UserName}, password {cloud.Admin.Password}
              BMC             {cloud.Bmc(Host).Url}, Redfish, of {Host}
              BMCs' users     {cloud.BmcUserName}, and {cloud.BmcReaderName} who only reads, password {cloud.BmcPassword}; certificate {files.BmcCertificate}
              ledger          {files.Ledger}
              webhook token   {token}
              operator token  {operatorToken}
              budget          {Budget(options.Budget)}{Configured(configured)}

            Ask first what would become of an alert. {Host} still reports, and nothing says that it is fenced. This changes nothing:

            {Curl("/api/explain", operatorToken, Alert("firing", example.Labels, began, null))}

            Crash {Host}: its power is off, and its nova-compute reports no more:

            {Press("crash")}

            {Force(example)}

            {Curl("/api/webhooks/alertmanager", token, Delivery("firing", example, began, null))}

            See where the hosts stand:

            curl -s {url}/api/hosts -H {Bearer(operatorToken)}

            Boot it again, and it reports:

            {Press("boot")}

            Unset it, with what Alertmanager sends when the alert resolves:

            {Curl("/api/webhooks/alertmanager", token, Delivery("resolved", example, began, began.AddMinutes(1)))}

            The command line works on the same cloud and ledger, from another shell:

            {Program()} hosts --config {ShellWord.Of(files.Configuration)}
            {Program()} events {Host} --config {ShellWord.Of(files.Configuration)}
            {Program()} power --config {ShellWord.Of(files.Configuration)}

            {Released(options.Release, example.Route?.Release)} Ctrl+C stops the sandbox.
            """;
    }

    private static string Budget(BudgetOptions budget) => FormattableString.Invariant(
        $"MaxHosts {budget.MaxHosts} and MaxShare {budget.MaxShare:0.##}, of 5 hosts");

    /// <summary>Which sections were taken, and which were not.</summary>
    private static string Configured(SandboxConfiguration configured)
    {
        var taken = configured.InForce.Count == 0 ? "" : $"{Environment.NewLine}  configured      {string.Join(", ", configured.InForce)}";
        return configured.Ignored.Count == 0 ? taken : $"{taken}{Environment.NewLine}  ignored         {string.Join(", ", configured.Ignored)}: the sandbox has its own";
    }

    private static string Force(SandboxExample example) => example switch
    {
        { Route: null } => $"None of the routes takes an alert of Alertmanager's that could be made up here. This one is ignored, until its labels fit a route:",
        { IsEvident: false, Route: { PowerOff: true, Evidence: var evidence } } =>
            $"What Alertmanager sends when an alert fires, for the route {example.Route.Name}. It asks for {evidence}, and has a machine that runs switched off (hang it, instead of crashing it, to see that):",
        { IsEvident: false, Route.Evidence: { AsksForPower: true } evidence } =>
            $"What Alertmanager sends when an alert fires, for the route {example.Route.Name}. It asks for {evidence}: the alert is held, the host's BMC is asked twice, three seconds apart, and then the host is forced down:",
        { IsEvident: false } => $"What Alertmanager sends when an alert fires, for the route {example.Route.Name}. It asks for {example.Route.Evidence}, which this alert alone does not meet, and is held:",
        { Evidence.Count: > 0 } => $"Force it down, with what Alertmanager sends when an alert fires that says {string.Join(", ", example.Evidence.Select(label => $"{label.Key}=\"{label.Value}\""))}:",
        _ => "Force it down, with what Alertmanager sends when an alert fires:",
    };

    private static string Released(ReleaseOptions release, ReleasePolicy? policy)
    {
        var after = FormattableString.Invariant($"{release.SettleTime.TotalSeconds:0.###} seconds after the resolved one (NovaFence:Release:SettleTime)");
        return policy switch
        {
            ReleasePolicy.WhenHealthy => $"{Host} is unset {after} at the earliest, and once its nova-compute is seen to report.",
            ReleasePolicy.Immediately => $"{Host} is unset {after}.",
            ReleasePolicy.Manually => $"{Host} stays down until an operator unsets it.",
            _ => "",
        };
    }

    /// <summary>How this program was started, from whichever folder.</summary>
    private static string Program()
    {
        var process = Environment.ProcessPath ?? "novafence";
        return Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? $"{ShellWord.Of(process)} {ShellWord.Of(Path.Combine(AppContext.BaseDirectory, "novafence.dll"))}"
            : ShellWord.Of(process);
    }

    private string Press(string button) => $"curl -s -X POST {url}/sandbox/hosts/{Host}/{button} -H {Bearer(operatorToken)}";

    private string Curl(string path, string bearer, string body) => $"curl -s {url}{path} -H {Bearer(bearer)} -H 'Content-Type: application/json' -d {ShellWord.Quoted(body)}";

    private static string Bearer(string bearer) => ShellWord.Quoted($"Authorization: Bearer {bearer}");

    private static string Delivery(string status, SandboxExample example, DateTimeOffset startsAt, DateTimeOffset? endsAt) => $$$"""
        {
          "version": "4", "groupKey": "{}:{alertname=\"HostDown\"}", "truncatedAlerts": 0, "status": "{{{status}}}", "receiver": "novafence",
          "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://alertmanager.example.org:9093",
          "alerts": [{
            "status": "{{{status}}}", "labels": {{{Json(example.All)}}},
            "annotations": {"summary": "{{{Host}}} is off"}, "startsAt": "{{{Time(startsAt)}}}", "endsAt": "{{{Ends(endsAt)}}}",
            "generatorURL": "http://prometheus.example.org:9090/graph", "fingerprint": "8c9f3a1d27b4e650"
          }]
        }
        """;

    /// <summary>The least that an alert is made of.</summary>
    private static string Alert(string status, IReadOnlyDictionary<string, string> labels, DateTimeOffset startsAt, DateTimeOffset? endsAt) => $$$"""
        {"version": "4", "alerts": [{"status": "{{{status}}}", "labels": {{{Json(labels)}}},
          "startsAt": "{{{Time(startsAt)}}}", "endsAt": "{{{Ends(endsAt)}}}", "fingerprint": "by-hand"}]}
        """;

    private static string Json(IReadOnlyDictionary<string, string> labels) => JsonSerializer.Serialize(labels, Plain);

    private static string Ends(DateTimeOffset? endsAt) => endsAt is { } at ? Time(at) : "0001-01-01T00:00:00Z";

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
