using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Telemetry;

namespace NovaFence.Architecture.Tests.Documents;

/// <summary>The mixin in <c>monitoring/</c>, by the tools of those who run it: <c>NOVAFENCE_REQUIRE_PROMTOOL=1</c> makes a missing tool a failure.</summary>
public sealed partial class MonitoringTests
{
    /// <summary>
    /// The story that the dashboard is to tell: three hosts down, two held. Two instances say the same of it, and each counts its own deliveries; what happens, happens
    /// evenly, once or more every 30 s.
    /// </summary>
    private static readonly (string Series, string Values)[] Story =
    [
        .. Both("novafence_hosts{state=\"clear\"}", "7x40"), .. Both("novafence_hosts{state=\"down\"}", "3x40"), .. Both("novafence_hosts{state=\"releasing\"}", "0x40"),
        .. Both("novafence_holds{reason=\"budget\"}", "1x40"), .. Both("novafence_holds{reason=\"no evidence\"}", "1x40"), .. Both("novafence_holds{reason=\"storm\"}", "0x40"),
        .. Both("novafence_budget_hosts{kind=\"used\"}", "3x40"), .. Both("novafence_budget_hosts{kind=\"limit\"}", "3x40"),
        .. Both("novafence_storm_hosts{}", "5x40"), .. Both("novafence_storm_limit{}", "6x40"),
        .. Both("novafence_mode{mode=\"fence\"}", "1x40"), .. Both("novafence_mode{mode=\"observe\"}", "0x40"), .. Both("novafence_paused{}", "0x40"), .. Both("novafence_paused_hosts{}", "1x40"),
        .. Both("novafence_audit_findings{kind=\"held\"}", "2x40"), .. Both("novafence_audit_findings{kind=\"stale\"}", "0x40"),
        .. Both("novafence_audit_last_success_timestamp_seconds{}", "1170x40"), .. Both("novafence_watchdog_last_heard_timestamp_seconds{}", "1140x40"),
        .. Both("novafence_ledger_up{}", "1x40"), .. Both("novafence_build_info{version=\"0.2.0\"}", "1x40"),
        ("novafence_cloud_up{job=\"novafence\",instance=\"a\"}", "1x40"), ("novafence_cloud_up{job=\"novafence\",instance=\"b\"}", "0x40"),
        ("novafence_token_expiry_timestamp_seconds{job=\"novafence\",instance=\"a\"}", "4800x40"), ("novafence_token_expiry_timestamp_seconds{job=\"novafence\",instance=\"b\"}", "9000x40"),
        .. Both("novafence_verdicts_total{receiver=\"alertmanager\",route=\"hosts\",verdict=\"held\",reason=\"budget\"}", "0+1x40"),
        ("novafence_verdicts_total{job=\"novafence\",instance=\"a\",receiver=\"alertmanager\",route=\"hosts\",verdict=\"force-down\",reason=\"forced down\"}", "0+3x40"),
        .. Both("novafence_deliveries_total{receiver=\"alertmanager\",status=\"200\"}", "0+2x40"),
        .. Buckets("novafence_alert_age_seconds", "receiver=\"alertmanager\"", ("15", "0+5x40"), ("30", "0+10x40"), ("+Inf", "0+10x40")),
        .. Buckets("novafence_force_down_duration_seconds", "", ("0.1", "0+5x40"), ("0.25", "0+10x40"), ("+Inf", "0+10x40")),
        .. Buckets("novafence_nova_request_duration_seconds", "operation=\"force-down\",status=\"200\"", ("0.025", "0+10x40"), ("0.05", "0+10x40"), ("+Inf", "0+10x40")),
        .. Both("novafence_nova_request_duration_seconds_count{operation=\"force-down\",status=\"409\"}", "0+1x40"),
        .. Both("novafence_nova_request_duration_seconds_count{operation=\"force-down\",status=\"200\"}", "0+10x40"),
        .. Both("novafence_nova_request_duration_seconds_count{operation=\"show-token\",status=\"406\"}", "0+8x40"),
        ("novafence_hosts{job=\"somebody else\",state=\"down\"}", "50x40"),
    ];

    /// <summary>What each query of each panel says of it after twenty minutes.</summary>
    private static readonly Dictionary<string, (string Labels, double Value)[]> Told = new(StringComparer.Ordinal)
    {
        ["Hosts A"] = [("{state=\"down\"}", 3)],
        ["Held A"] = [("{reason=\"budget\"}", 1), ("{reason=\"no evidence\"}", 1)],
        ["Cloud A"] = [("{}", 1)],
        ["Ledger A"] = [("{}", 1)],
        ["Mode A"] = [("{mode=\"fence\"}", 1)],
        ["Mode B"] = [("{}", 0)],
        ["Mode C"] = [("{}", 1)],
        ["Budget A"] = [("{kind=\"used\"}", 3), ("{kind=\"limit\"}", 3)],
        ["Storm A"] = [("{}", 5)],
        ["Storm B"] = [("{}", 6)],
        ["Findings A"] = [("{kind=\"held\"}", 2)],
        // Ten intervals of 30 s are in five minutes; what two instances counted is summed.
        ["Verdicts A"] = [("{verdict=\"held\",reason=\"budget\"}", 20), ("{verdict=\"force-down\",reason=\"forced down\"}", 30)],
        ["Deliveries A"] = [("{receiver=\"alertmanager\",status=\"200\"}", 40)],
        ["Alert age A"] = [("{}", 15)],
        ["Alert age B"] = [("{}", 29.7)],
        ["Force-down A"] = [("{}", 0.1)],
        ["Force-down B"] = [("{}", 0.247)],
        ["Nova A"] = [("{operation=\"force-down\"}", 0.025)],
        ["Nova's refusals A"] = [("{operation=\"force-down\",status=\"409\"}", 20)],
        ["Last audit A"] = [("{}", 30)],
        ["Watchdog A"] = [("{}", 60)],
        ["Token A"] = [("{}", 3600)],
        ["Instances A"] = [("{version=\"0.2.0\"}", 2)],
    };

    private static readonly string Alerts = Repository.Read("monitoring/rendered/alerts.yaml");
    private static readonly JsonNode Dashboard = JsonNode.Parse(Repository.Read("monitoring/rendered/dashboard.json"))!;

    [Fact]
    public async Task Its_rules_are_sound() => await Tool.RunAsync("promtool", "check rules monitoring/rendered/alerts.yaml monitoring/rendered/rules.yaml");

    [Fact]
    public void Each_alert_of_each_severity_is_seen_to_fire_and_to_be_resolved()
    {
        var tests = Repository.Read("monitoring/tests/alerts.test.yaml");
        var fires = Fires().Matches(tests).Select(match => match.Groups["name"].Value).ToList();
        var alerts = Alert().Matches(Alerts).Select(match => (Name: match.Groups["name"].Value, Severity: match.Groups["severity"].Value)).ToList();

        alerts.Should().HaveCount(16);
        foreach (var (name, severity) in alerts)
        {
            fires.Should().Contain(name);
            tests.Split("- name: ").Where(test => test.Contains($"alertname: {name}\n", StringComparison.Ordinal)).Should().Contain(test => test.Contains($"severity: {severity}", StringComparison.Ordinal), "{0} is {1}", name, severity);
            tests.Should().Contain($"alertname: {name}, exp_alerts: []", "{0} is resolved, or does not fire yet", name);
        }
    }

    [Fact]
    public void Each_runbook_is_a_page_that_exists_and_its_anchor_a_heading_of_it()
    {
        var runbooks = Runbook().Matches(Alerts).Select(match => match.Groups["url"].Value).Distinct(StringComparer.Ordinal).ToList();

        runbooks.Should().HaveCountGreaterThan(5);
        foreach (var runbook in runbooks)
        {
            var (page, anchor) = (runbook.Split('#')[0], runbook.Contains('#', StringComparison.Ordinal) ? runbook[(runbook.IndexOf('#', StringComparison.Ordinal) + 1)..] : null);
            var anchors = Anchors(Repository.Read(page));
            if (anchor is not null && !anchor.StartsWith("{{", StringComparison.Ordinal))
                anchors.Should().Contain(anchor, "{0} leads there", runbook);
        }
    }

    [Fact]
    public void The_reasons_and_findings_lead_to_their_headings_as_the_alerts_make_them()
    {
        Alerts.Should().Contain("docs/workflow.md#{{ $labels.reason | reReplaceAll \\\"'\\\" \\\"\\\" | reReplaceAll \\\" \\\" \\\"-\\\" }}");
        Alerts.Should().Contain("docs/audit.md#{{ $labels.kind | reReplaceAll \\\"'\\\" \\\"\\\" | reReplaceAll \\\" \\\" \\\"-\\\" }}");

        Anchors(Repository.Read("docs/workflow.md")).Should().Contain(Enum.GetValues<Reason>().Select(reason => Made(reason.Title())));
        Anchors(Repository.Read("docs/audit.md")).Should().Contain(Enum.GetValues<FindingKind>().Select(kind => Made(kind.Word())));

        static string Made(string label) => label.Replace("'", "", StringComparison.Ordinal).Replace(' ', '-');
    }

    [Fact]
    public async Task Each_panel_tells_the_story()
    {
        var panels = Dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray().Select(target => (Name: $"{panel["title"]} {target!["refId"]}", Query: (string)target["expr"]!))).ToList();
        panels.Select(panel => panel.Name).Should().BeEquivalentTo(Told.Keys, "each query has numbers to tell");

        var test = new JsonObject
        {
            ["evaluation_interval"] = "30s",
            ["tests"] = new JsonArray(new JsonObject
            {
                ["interval"] = "30s",
                ["input_series"] = new JsonArray([.. Story.Select(one => (JsonNode)new JsonObject { ["series"] = one.Series, ["values"] = one.Values })]),
                ["promql_expr_test"] = new JsonArray([.. panels.Select(panel => (JsonNode)new JsonObject
                {
                    ["expr"] = $"round(({panel.Query.Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$job", ".*", StringComparison.Ordinal)}), 0.001)",
                    ["eval_time"] = "20m",
                    ["exp_samples"] = new JsonArray([.. Told[panel.Name].Select(sample => (JsonNode)new JsonObject { ["labels"] = sample.Labels, ["value"] = sample.Value })]),
                })]),
            }),
        };
        var file = Path.GetTempFileName();
        try
        {
            // JSON is YAML too.
            await File.WriteAllTextAsync(file, test.ToJsonString(new JsonSerializerOptions { WriteIndented = true }), TestContext.Current.CancellationToken);
            await Tool.RunAsync("promtool", $"test rules {file}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_rules_and_dashboard_ask_for_is_documented_and_what_is_documented_is_there()
    {
        var documented = Markdown.Code(Repository.Read("docs/monitoring.md")).Select(code => code.Split('{')[0]).Where(code => code.StartsWith("novafence_", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var asked = Name().Matches(Alerts + Repository.Read("monitoring/rendered/rules.yaml") + Dashboard.ToJsonString()).Select(match => Suffix().Replace(match.Value, ""));

        asked.Should().BeSubsetOf(documented);
        Repository.Read("tests/NovaFence.IntegrationTests/Server/Commands/MetricsTests.cs").Should().ContainAll(documented, "it reads each from a running server");
    }

    private static IEnumerable<(string, string)> Both(string series, string values) =>
        ((string[])["a", "b"]).Select(instance => (series.Replace("{", $"{{job=\"novafence\",instance=\"{instance}\",", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal), values));

    private static IEnumerable<(string, string)> Buckets(string name, string labels, params (string Le, string Values)[] buckets) =>
        buckets.SelectMany(bucket => Both($"{name}_bucket{{{(labels.Length == 0 ? "" : labels + ",")}le=\"{bucket.Le}\"}}", bucket.Values));

    /// <summary>Of headings as GitHub makes them: lower case, no punctuation, dashes for blanks.</summary>
    private static HashSet<string> Anchors(string page) => Enumerable.Range(1, 4).SelectMany(depth => Markdown.Headings(page, depth))
        .Select(heading => string.Concat(heading.ToLower(CultureInfo.InvariantCulture).Where(one => char.IsLetterOrDigit(one) || one is ' ' or '-' or '_')).Replace(' ', '-')).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("\"alert\": \"(?<name>\\w+)\".*?\"severity\": \"(?<severity>\\w+)\"", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Alert();

    [GeneratedRegex("alertname: (?<name>\\w+)\n +exp_alerts:\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fires();

    [GeneratedRegex("\"runbook_url\": \"(?<url>.*)\"\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Runbook();

    [GeneratedRegex("\\bnovafence_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("(_bucket|_count|_sum)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();
}
