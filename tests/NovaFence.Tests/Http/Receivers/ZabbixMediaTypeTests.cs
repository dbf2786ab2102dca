using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jint.Runtime;
using Microsoft.Extensions.Configuration;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

/// <summary>What the media type of <c>docs/</c> sends is taken by the receiver that <c>docs/generic.md</c> shows.</summary>
public sealed class ZabbixMediaTypeTests
{
    private static readonly ZabbixMediaType MediaType = ZabbixMediaType.Read();

    private static readonly Dictionary<string, string> Problem = new(StringComparer.Ordinal)
    {
        ["{$NOVAFENCE.URL}"] = "https://novafence.example.org/api/webhooks/zabbix",
        ["{$NOVAFENCE.SECRET}"] = Zabbix.Secret,
        ["{EVENT.ID}"] = "123456",
        ["{HOST.HOST}"] = "compute1",
        ["{EVENT.VALUE}"] = "1",
        ["{EVENT.UPDATE.STATUS}"] = "0",
        ["{EVENT.TIMESTAMP}"] = "1773453560",
        ["{EVENT.TAGSJSON}"] = """[{"tag":"alertname","value":"HostDown"},{"tag":"fenced","value":"true"},{"tag":"aisle","value":"Gänge 3 🚀"},{"tag":"scope","value":"power"},{"tag":"scope","value":"host"}]""",
    };

    [Fact]
    public void A_Zabbix_can_import_it()
    {
        MediaType.Unknown.Should().BeEmpty();
        (MediaType["name"], MediaType["type"]).Should().Be(("NovaFence", "WEBHOOK"));
        MediaType.Modes.Should().Equal("TRIGGERS PROBLEM", "TRIGGERS RECOVERY", "TRIGGERS UPDATE");
        int.Parse(MediaType["attempts"], System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(3, 100);
    }

    [Fact]
    public async Task A_problem_fires_for_its_host_and_the_documented_route_takes_it()
    {
        var alert = await TakenAsync(Problem);

        alert.Should().BeEquivalentTo(new { Receiver = "zabbix", Status = AlertStatus.Firing, NamedHost = "compute1", At = DateTimeOffset.FromUnixTimeSeconds(1773453560) });
        alert.Labels.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["alertname"] = "HostDown",
            ["fenced"] = "true",
            ["aisle"] = "Gänge 3 🚀",
            ["scope"] = "power,host",
        });
        var routes = RouteTable.Read(Documented().ReadNovaFenceOptions<NovaFenceOptions>(NovaFenceOptions.Section), KnownReceivers.BuiltIn.With([("zabbix", true, "")]), out var problems);
        problems.Should().BeEmpty();
        var route = routes.Find(alert)!;
        route.Evidence.IsMetBy(new EvidenceFacts(route.Evidence.CarriedBy(alert), 1)).Should().BeTrue();
    }

    [Fact]
    public async Task Its_recovery_ends_the_same_alert_at_its_own_time()
    {
        var firing = await TakenAsync(Problem);
        var ended = await TakenAsync(new Dictionary<string, string>(Problem, StringComparer.Ordinal) { ["{EVENT.VALUE}"] = "0", ["{EVENT.RECOVERY.TIMESTAMP}"] = "1773453999" });

        ended.Should().BeEquivalentTo(new { firing.Fingerprint, Status = AlertStatus.Resolved, NamedHost = "compute1", At = DateTimeOffset.FromUnixTimeSeconds(1773453999) });
    }

    [Fact]
    public async Task An_update_is_answered_and_acted_on_by_nobody()
    {
        await using var app = await StartAsync();
        var (status, _) = await PostAsync(app, MediaType.Send(new Dictionary<string, string>(Problem, StringComparer.Ordinal) { ["{EVENT.UPDATE.STATUS}"] = "1" }));

        status.Should().Be(HttpStatusCode.OK);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_tag_of_two_values_is_no_evidence()
    {
        var alert = await TakenAsync(new Dictionary<string, string>(Problem, StringComparer.Ordinal) { ["{EVENT.TAGSJSON}"] = """[{"tag":"fenced","value":"true"},{"tag":"fenced","value":"false"},{"tag":"fenced","value":"true"}]""" });

        alert.Labels["fenced"].Should().Be("true,false,true");
    }

    [Theory]
    [InlineData("{$NOVAFENCE.URL}", "url")]
    [InlineData("{$NOVAFENCE.SECRET}", "secret")]
    [InlineData("{EVENT.TIMESTAMP}", "time")]
    [InlineData("{HOST.HOST}", "host")]
    public void A_macro_that_Zabbix_does_not_know_is_named_and_nothing_is_sent(string macro, string parameter)
    {
        var without = Problem.Where(known => known.Key != macro).ToDictionary(StringComparer.Ordinal);

        var failed = FluentActions.Invoking(() => MediaType.Send(without)).Should().Throw<JavaScriptException>().Which;

        failed.Error.ToString().Should().StartWith($"NovaFence: the parameter {parameter} has no value: ").And.NotContain(Zabbix.Secret);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(401)]
    public void Whatever_is_not_answered_200_fails_so_that_Zabbix_tries_again(int status) =>
        FluentActions.Invoking(() => MediaType.Send(Problem, status)).Should().Throw<JavaScriptException>().Which.Error.ToString().Should().Be($"NovaFence answered {status}: answered {status}");

    [Fact]
    public void What_is_signed_is_ASCII() => MediaType.Send(Problem).Body.Should().Contain("G\\u00e4nge").And.Match(body => body.All(char.IsAscii));

    private static async Task<AlertEvent> TakenAsync(IReadOnlyDictionary<string, string> macros)
    {
        await using var app = await StartAsync();
        var (status, answer) = await PostAsync(app, MediaType.Send(macros));
        status.Should().Be(HttpStatusCode.OK, answer);
        return app.Fencer.Deliveries.Single().Single();
    }

    private static async Task<(HttpStatusCode Status, string Answer)> PostAsync(TestApp app, SentByZabbix sent)
    {
        sent.Url.Should().Be(Problem["{$NOVAFENCE.URL}"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sent.Url).AbsolutePath) { Content = Sending.Json(Encoding.UTF8.GetBytes(sent.Body)) };
        foreach (var header in sent.Headers.Where(header => !header.StartsWith("Content-Type:", StringComparison.Ordinal)))
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<TestApp> StartAsync() =>
        TestApp.StartAsync([.. Documented().GetSection("NovaFence:Receivers").AsEnumerable().Where(setting => setting.Value is not null).Select(setting => (setting.Key, setting.Value))]);

    /// <summary>The configuration that docs/generic.md shows, with a secret.</summary>
    private static IConfigurationRoot Documented()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "generic.md"));
        var shown = JsonNode.Parse(text.Split("```json")[1].Split("```")[0])!;
        shown["NovaFence"]!["Receivers"]!["Generic"]![0]!["Secrets"]![0] = Zabbix.Secret;
        return new ConfigurationBuilder().AddJsonStream(new MemoryStream(Payload.Bytes(shown))).Build();
    }
}
