using System.Globalization;
using NovaFence.Sandbox;

namespace NovaFence.Server.Commands;

/// <summary>What the sandbox prints once it stands: where everything is, and something to paste.</summary>
internal static class SandboxBanner
{
    internal static string Text(string url, SandboxCloud cloud, string token, string operatorToken, string data)
    {
        var began = DateTimeOffset.UtcNow;
        return $"""

            NovaFence SANDBOX. No real cloud is touched: Keystone and Nova here are made up, with compute1 to compute5.

              server          {url}
              cloud           {cloud.AuthUrl}
              cloud's user    {cloud.Admin.UserName}, password {cloud.Admin.Password}
              ledger          {Path.Combine(data, "ledger.db")}
              webhook token   {token}
              operator token  {operatorToken}
              budget          3 of the 5 hosts may be down at once

            Crash compute1: its power is off, and its nova-compute reports no more:

            {Press(url, operatorToken, "crash")}

            Force it down, with what Alertmanager sends when an alert fires:

            {Curl(url, token, Body("firing", began, null))}

            See where the hosts stand:

            curl -s {url}/api/hosts -H 'Authorization: Bearer {operatorToken}'

            Boot it again, and it reports:

            {Press(url, operatorToken, "boot")}

            Unset it, with what Alertmanager sends when the alert resolves:

            {Curl(url, token, Body("resolved", began, began.AddMinutes(1)))}

            The command line works on the same cloud and ledger, from another shell:

            export OS_AUTH_URL={cloud.AuthUrl} OS_USERNAME={cloud.Admin.UserName} OS_PASSWORD={cloud.Admin.Password} OS_PROJECT_NAME={cloud.Admin.ProjectName} OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default
            export NovaFence__Ledger__Sqlite__Path={Path.Combine(data, "ledger.db")}
            dotnet run --project src/NovaFence.Server -- force-down compute2 --reason 'trying it'

            Ten seconds after the resolved one (NovaFence:Release:SettleTime) the host is unset. Ctrl+C stops the sandbox.
            """;
    }

    private static string Press(string url, string operatorToken, string button) =>
        $"curl -s -X POST {url}/sandbox/hosts/compute1/{button} -H 'Authorization: Bearer {operatorToken}'";

    private static string Curl(string url, string token, string body) => $"""
        curl -s {url}/api/webhooks/alertmanager -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' -d '{body}'
        """;

    private static string Body(string status, DateTimeOffset startsAt, DateTimeOffset? endsAt)
    {
        var ends = endsAt is { } at ? Time(at) : "0001-01-01T00:00:00Z";
        return $$$"""
            {
              "version": "4", "groupKey": "{}:{host=\"compute1\"}", "truncatedAlerts": 0, "status": "{{{status}}}", "receiver": "novafence",
              "groupLabels": {"host": "compute1"}, "commonLabels": {"alertname": "HostDown", "host": "compute1", "severity": "critical"},
              "commonAnnotations": {"summary": "compute1 is fenced"}, "externalURL": "http://alertmanager.example.org:9093",
              "alerts": [{
                "status": "{{{status}}}", "labels": {"alertname": "HostDown", "host": "compute1", "severity": "critical"},
                "annotations": {"summary": "compute1 is fenced"}, "startsAt": "{{{Time(startsAt)}}}", "endsAt": "{{{ends}}}",
                "generatorURL": "http://prometheus.example.org:9090/graph", "fingerprint": "8c9f3a1d27b4e650"
              }]
            }
            """;
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
