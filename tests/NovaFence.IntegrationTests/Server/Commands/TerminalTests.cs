using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>On a real pseudo-terminal, 80 and 140 columns wide: names in one piece, texts wrapped, red where a person is needed, and nothing that anybody else wrote is acted on.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Red = "\e[31m";
    private const string LongName = "compute-0123456789.rack-42.availability-zone-3.cloud.example.org";

    private static readonly string Hosts = $$"""
        {"hosts":[
          {"host":"{{LongName}}","service_id":null,"known":true,"state":"clear","held":true,"owner":"none",
           "reason":"no evidence: the alert has no label fenced=\"true\", and the labels that it had are alertname, \u202ehost\u009b31m, severity\u001b[2J and team",
           "command":"novafence force-down {{LongName}} --reason \"…\"","paused":null,"alerts":[],"confirmed_at":null,"request_id":null,
           "nova":{"state":"up","forced_down":false,"disabled":false,"disabled_reason":null,"updated_at":"2026-03-14T01:59:26Z","report_age_s":3,"listed_at":"{{DateTimeOffset.UtcNow:O}}"} },
          {"host":"compute2","service_id":null,"known":true,"state":"down","held":false,"owner":"alert","reason":"forced down","command":null,"paused":null,"alerts":[],"confirmed_at":null,"request_id":null,
           "nova":{"state":"down","forced_down":true,"disabled":true,"disabled_reason":"NovaFence: forced down","updated_at":"2026-03-14T01:59:26Z","report_age_s":18060,"listed_at":"{{DateTimeOffset.UtcNow:O}}"} },
          {"host":"compute\u2067\u0007\u001b]0;own3d\u00071","service_id":null,"known":false,"state":"clear","held":false,"owner":"none","reason":null,"command":null,"paused":null,"alerts":[],"confirmed_at":null,"request_id":null,"nova":null}
        ]}
        """;

    private readonly Surroundings _surroundings = new();

    public TerminalTests() => _surroundings.Variables["NOVAFENCE_TOKEN"] = "token-of-the-test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public async Task Hosts_are_readable(int columns)
    {
        var lines = await LinesAsync(columns, Hosts, "hosts");

        lines.Should().Contain(line => line.Contains(LongName)).And.Contain(line => line.EndsWith($"novafence force-down {LongName} --reason \"…\" --server {Url}"));
        lines.Should().Contain(line => line.Contains("compute???]0;own3d?1"));
        lines.Should().Contain(line => line.Contains("up, ") || line.Contains("nova: up, ")).And.Contain(line => line.Contains("forced, disabled, 5 h"));
        lines.Should().Contain(line => line.StartsWith("NOVA is what Nova said "));
        IsWrapped(lines, columns);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public async Task An_audit_is_readable(int columns)
    {
        var lines = await LinesAsync(
            columns,
            $$"""
            {"at":"2026-03-14T01:59:26Z","elapsed_ms":12,"services":5,"failure":null,"failing_since":null,"needs_a_person":true,"left_out":0,"findings":[
              {"host":"{{LongName}}","kind":"awaiting heartbeat","state":"awaiting_heartbeat","did":"","to_do":"","since":"2026-03-14T01:59:26Z"},
              {"host":"compute2","kind":"contradicted","state":"down","did":"looked once more","to_do":"it is down, its alert fires, and nova-compute\u202e there reports: see at once whether it is fenced. If it lives: novafence force-down compute2 --unset","since":"2026-03-14T01:59:26Z"}]}
            """,
            "audit");

        lines.Should().Contain(line => line.Contains(LongName)).And.Contain(line => line.Contains("novafence force-down compute2 --unset")).And.Contain("5 compute services, 2 findings, 12 ms");
        lines.Should().Contain(line => line.StartsWith(Red) && line.Contains("compute2")).And.NotContain(line => line.StartsWith(Red) && line.Contains(LongName));
        IsWrapped(lines, columns);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public async Task Events_are_readable(int columns)
    {
        const string link = "http://prometheus.example.org:9090/graph?g0.expr=up%7Bjob%3D%22node%22%7D+%3D%3D+0+and+on%28instance%29+probe_success+%3D%3D+0&g0.tab=1";
        var lines = await LinesAsync(
            columns,
            $$"""
            {"events":[{"host":"{{LongName}}","at":"2026-03-14T01:59:26Z","id":"a","event":{"kind":"verdict","verdict":"held","reason":"storm: 9 hosts alert at once and the limit is 5, so somebody has to look whether they are all dead","alert":{"receiver":"alertmanager","fingerprint":"f1","name":"HostDown\u001b[5m","link":"{{link}}"} } },
                       {"host":"-","at":"2026-03-14T01:59:25Z","id":"b","event":{"kind":"pause","verdict":"ignored","reason":"paused: night (by api)"} }]}
            """,
            "events");

        lines.Should().Contain(line => line.Contains(LongName)).And.Contain(line => line.Contains("HostDown?[5m")).And.Contain(line => line.EndsWith(link)).And.Contain(line => line.Contains("paused: night (by api)"));
        IsWrapped(lines, columns);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public async Task A_report_is_readable_and_its_last_line_sums_up(int columns)
    {
        const string never = """{"count":0,"first":null,"last":null}""";
        const string twice = """{"count":2,"first":"2026-03-14T01:59:26Z","last":"2026-03-14T02:59:26Z"}""";
        var lines = await LinesAsync(
            columns,
            $$"""
            {"summary":"In the last 7 days: 1 of 5 hosts would have been forced down (2 times), an alert was held 2 times. Before NovaFence:Mode is fence: first; and 1 more.","to_do":["first","second"],
             "since":"2026-03-07T02:00:00Z","at":"2026-03-14T02:00:00Z","mode":"observe","known_hosts":5,"most_down_at_once":1,"most_within_an_hour":2,"notes":[],
             "hosts":[{"host":"{{LongName}}","known":true,"forced_down":{{never}},"unset":{{never}},"would_force_down":{{twice}},"would_unset":{{twice}},"left_to_operator":{{never}},"would_be_down_since":null,
                       "alerts":["HostDown\u001b[5m","PowerOff"],"more_alerts":3,"held":[{"reason":"no evidence","times":{{twice}},"alerts":["HostDown"],"more_alerts":0,"routes":["careful"]}],"looks_back_to":null}]}
            """,
            "report");

        lines.Should().Contain(line => line.Contains(LongName)).And.NotContain(line => line.Contains('\e'));
        string.Join(' ', lines.Select(line => line.Trim())).Should().Contain("HostDown?[5m, PowerOff and 3 more").And.Contain("held 2: no evidence").And.EndWith("first; and 1 more.");
        IsWrapped(lines, columns);
    }

    [Fact]
    public async Task What_needs_a_person_is_red_and_nothing_else_is()
    {
        var lines = await LinesAsync(80, Hosts, "hosts");

        lines.Where(line => line.Contains('\e')).Should().NotBeEmpty().And.OnlyContain(line => line.StartsWith(Red) && line.EndsWith("\e[39m") && line.Split('\e').Length == 3);
        lines.Single(line => line.Contains(LongName) && !line.Contains("novafence")).Should().StartWith(Red);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Without_colours_not_one_control_character_is_sent(string variable, string value)
    {
        _surroundings.Variables[variable] = value;

        var lines = await LinesAsync(80, Hosts, "hosts");

        string.Concat(lines).Should().NotContainAny([.. Enumerable.Range(0, 0xa0).Where(code => code is < 0x20 or >= 0x7f).Select(code => ((char)code).ToString())]);
    }

    [Fact]
    public async Task Where_it_is_no_terminal_there_are_no_colours_and_each_host_is_one_line()
    {
        await using var server = await FakeServer.StartAsync(200, "application/json", Hosts);
        var ended = await Novafence.RunAsync(_surroundings, "hosts", "--server", server.Url);

        ended.ExitCode.Should().Be(0, ended.Error);
        ended.Output.Split('\n').Should().HaveCount(4).And.NotContain(line => line.Contains('\e') || line.Contains('\u202e'));
    }

    [Fact]
    public async Task Json_loses_nothing_and_sends_nothing_that_a_terminal_acts_on()
    {
        await using var server = await FakeServer.StartAsync(200, "application/json", Hosts);
        var ended = await Novafence.RunAsync(_surroundings, "hosts", "--json", "--server", server.Url);

        ended.Output.Should().NotContainAny("\u202e", "\u2067", "\e", "\u009b", "\a");
        JsonNode.DeepEquals(ended.Json, JsonNode.Parse(Hosts)).Should().BeTrue();
    }

    [Fact]
    public async Task Directly_too_what_a_sender_wrote_is_made_fit()
    {
        Assert.SkipWhen(Pty.Missing is not null, Pty.Missing ?? "");
        await using var given = new CloudAndLedger();
        await given.InitializeAsync();
        await using (var server = Novafence.Start(given.Surroundings, "serve", "--port", "0"))
        {
            using var client = await server.WhenReadyAsync(CloudAndLedger.Token);
            using var body = new StringContent(
                $$"""{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"Host\u202eDown\u001b[5m","host":"compute9"},"generatorURL":"http://prometheus.example.org:9090/graph?g0.expr=up","startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f1"}]}""", null, "application/json");
            using var delivered = await client.PostAsync("/api/webhooks/alertmanager", body, Token);
            delivered.StatusCode.Should().Be(HttpStatusCode.OK);

            // A terminal that reads the server's log, journalctl's too, acts on what is in its lines.
            using var another = new StringContent(
                $$"""{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"Host\u2067Down\u009b5m","host":"rack\u202e9\u001b]0;own3d\u0007\u009b31m"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f2"}]}""", null, "application/json");
            using var taken = await client.PostAsync("/api/webhooks/alertmanager", another, Token);
            taken.StatusCode.Should().Be(HttpStatusCode.OK);
            await server.WhenPrintedAsync("rack?9?]0;own3d??31m");
            (server.Output + server.Error).Should().NotContainAny([.. Enumerable.Range(0, 0xa0).Where(code => code is < 0x20 or >= 0x7f && code is not ('\n' or '\r')).Append(0x202e).Append(0x2067).Select(code => ((char)code).ToString())]);
        }

        foreach (var command in (string[][])[["events", "--since", "1h", "--verdict", "held"], ["hosts"]])
        {
            var ended = await Pty.RunAsync(given.Surroundings, 80, command);
            ended.ExitCode.Should().Be(0, ended.Output);
            ended.Output.Should().Contain("compute9").And.NotContainAny("\u202e", "\e[5m", "\e[?1h");
        }

        var events = await Pty.RunAsync(given.Surroundings, 80, "events");
        events.Output.Should().Contain("Host?Down?[5m").And.Contain("    http://prometheus.example.org:9090/graph?g0.expr=up\n");
    }

    [Fact]
    public async Task A_host_that_only_an_operator_raises_is_red_with_what_to_type()
    {
        Assert.SkipWhen(Pty.Missing is not null, Pty.Missing ?? "");
        await using var given = new CloudAndLedger();
        await given.InitializeAsync();
        given.Surroundings.Variables["NovaFence__Routes__0__Release"] = "manually";
        // The sandbox's hosts live.
        given.Surroundings.Variables["NovaFence__Routes__0__Contradiction"] = "ignore";
        await using (var server = Novafence.Start(given.Surroundings, "serve", "--port", "0"))
        {
            using var client = await server.WhenReadyAsync(CloudAndLedger.Token);
            foreach (var status in (string[])["firing", "resolved"])
            {
                using var body = new StringContent(
                    $$"""{"version":"4","alerts":[{"status":"{{status}}","labels":{"alertname":"HostDown","host":"compute4"},"startsAt":"2026-03-14T01:59:26Z","endsAt":"{{DateTimeOffset.UtcNow:O}}","fingerprint":"f4"}]}""", null, "application/json");
                using var delivered = await client.PostAsync("/api/webhooks/alertmanager", body, Token);
                delivered.StatusCode.Should().Be(HttpStatusCode.OK);
            }
        }

        var ended = await Pty.RunAsync(given.Surroundings, 140, "hosts");

        ended.ExitCode.Should().Be(0, ended.Output);
        var lines = ended.Output.Split('\n');
        lines.Where(line => line.StartsWith(Red, StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith($"{Red}compute4 ").And.Contain(" down ");
        lines.Should().Contain(line => line.Contains("leaves the unset to an operator")).And.Contain(line => line.EndsWith(" novafence force-down compute4 --unset"));
    }

    [Fact]
    public async Task Help_is_as_wide_as_the_terminal()
    {
        Assert.SkipWhen(Pty.Missing is not null, Pty.Missing ?? "");
        var ended = await Pty.RunAsync(_surroundings, 80, "force-down", "--help");

        ended.ExitCode.Should().Be(0);
        ended.Output.Should().Contain("novafence force-down compute1 --reason").And.NotContain("\e");
        ended.Output.Split('\n').Should().OnlyContain(line => line.Length <= 80);
    }

    /// <summary>Only what must not be broken (one word, or a command) is longer than the terminal is wide.</summary>
    private static void IsWrapped(IEnumerable<string> lines, int columns) => lines.Select(line => line.Replace(Red, "").Replace("\e[39m", ""))
        .Where(line => line.Length > columns).Should().OnlyContain(line => !line.Trim().Contains(' ') || line.Trim().StartsWith("novafence force-down ", StringComparison.Ordinal));

    private string Url { get; set; } = "";

    private async Task<List<string>> LinesAsync(int columns, string answer, params string[] command)
    {
        Assert.SkipWhen(Pty.Missing is not null, Pty.Missing ?? "");
        await using var server = await FakeServer.StartAsync(200, "application/json", answer);
        Url = server.Url + "/";
        var ended = await Pty.RunAsync(_surroundings, columns, [.. command, "--server", server.Url]);
        ended.ExitCode.Should().BeOneOf([0, 1], ended.Output);
        return [.. ended.Output.TrimEnd('\n').Split('\n')];
    }
}
