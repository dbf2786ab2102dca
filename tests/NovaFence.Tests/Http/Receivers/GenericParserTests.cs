using System.Text.Json.Nodes;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Http.Answers;
using NovaFence.Http.Options;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.Generic;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class GenericParserTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Payload.Bytes("zabbix-problem");

    [Fact]
    public void Its_alerts_are_read_by_the_pointers_and_words_that_are_not_listed_are_ignored()
    {
        var alerts = Alerts(Body);

        alerts.Should().HaveCount(2);
        alerts[0].Should().BeEquivalentTo(new
        {
            Receiver = "zabbix",
            Status = AlertStatus.Firing,
            At = DateTimeOffset.FromUnixTimeSeconds(1773453560),
            TellsOfAMoment = true,
            ReceivedAt,
            NamedHost = "compute1",
        });
        alerts[0].Labels.Should().BeEquivalentTo(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alertname"] = "HostDown",
            ["fenced"] = "true",
            ["severity"] = "5",
            ["env/zone"] = "a",
            ["test"] = "false",
        });
        alerts[1].Should().BeEquivalentTo(new { Status = AlertStatus.Resolved, NamedHost = "Compute2", At = new DateTimeOffset(2026, 3, 14, 1, 59, 21, 500, TimeSpan.Zero) });
    }

    [Fact]
    public void An_alert_is_its_key_and_its_host()
    {
        var first = Fingerprint(alert => { });

        Fingerprint(alert => alert["event"]!["value"] = "0").Should().Be(first, "its end is of the same alert");
        Fingerprint(alert => alert["host"] = "COMPUTE1 ").Should().Be(first, "letters' case makes no other host");
        Fingerprint(alert => alert["event"]!["time"] = 1773459999).Should().Be(first);
        Fingerprint(alert => alert["host"] = "compute2").Should().NotBe(first);
        Fingerprint(alert => alert["event"]!["id"] = "123459").Should().NotBe(first);
        first.Should().MatchRegex("^[!-~]{1,128}$");
    }

    [Theory]
    [InlineData("Key", "/event/id")]
    [InlineData("Host", "/host")]
    [InlineData("Status", "/event/value")]
    [InlineData("Time", "/event/time")]
    [InlineData("Labels", "/tags")]
    public void A_pointer_that_finds_nothing_refuses_the_whole_delivery_and_says_which_and_where(string name, string path)
    {
        var body = Changed(1, alert =>
        {
            var at = path.Split('/');
            (at.Length == 3 ? alert[at[1]]!.AsObject() : alert).Remove(at[^1]);
        });

        Refused(body).Detail.Should().StartWith($"alert 1: NovaFence:Receivers:Generic:0:Pointers:{name} '{path}' finds no").And.Contain("nothing of this delivery was acted on");
    }

    [Fact]
    public void So_does_one_of_an_alert_whose_word_would_be_ignored() =>
        Refused(Changed(2, alert => alert.Remove("host"))).Detail.Should().StartWith("alert 2: NovaFence:Receivers:Generic:0:Pointers:Host");

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "host", "null", "Host '/host' finds nothing" },
        { "host", "\"\"", "Host '/host' finds an empty text" },
        { "host", "\"  \"", "Host '/host' finds an empty text" },
        { "host", "[\"compute1\"]", "Host '/host' finds neither a text" },
        { "host", "{}", "Host '/host' finds neither a text" },
        { "tags", "[]", "Labels '/tags' finds no object" },
        { "tags", "\"x\"", "Labels '/tags' finds no object" },
        { "tags", "{\"fenced\":null}", "Labels '/tags' finds 'fenced'" },
        { "tags", "{\"fenced\":[true]}", "Labels '/tags' finds 'fenced'" },
        { "event", "{\"id\":\"1\",\"value\":\"1\",\"time\":\"2026-03-14T01:59:26\"}", "Time '/event/time' finds neither an RFC 3339 time" },
        { "event", "{\"id\":\"1\",\"value\":\"1\",\"time\":1773453560000}", "Time '/event/time' finds neither an RFC 3339 time" },
        { "event", "{\"id\":\"1\",\"value\":\"1\",\"time\":0}", "Time '/event/time' finds neither an RFC 3339 time" },
        { "event", "{\"id\":\"1\",\"value\":\"1\",\"time\":-5}", "Time '/event/time' finds neither an RFC 3339 time" },
        { "event", "{\"id\":\"1\",\"value\":\"1\",\"time\":\"{EVENT.TIMESTAMP}\"}", "Time '/event/time' finds neither an RFC 3339 time" },
        { "event", "{\"id\":\"1\",\"value\":\"1\",\"time\":1e300}", "Time '/event/time' finds neither an RFC 3339 time" },
        { "event", "\"gone\"", "Key '/event/id' finds nothing" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_found_and_is_not_what_belongs_there_refuses_the_delivery(string member, string value, string expected) =>
        Refused(Changed(0, alert => alert[member] = JsonNode.Parse(value))).Detail.Should().StartWith("alert 0: ").And.Contain(expected);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"alerts":5}""")]
    [InlineData("""{"alerts":null}""")]
    [InlineData("""{"alerts":[],"alerts":[]}""")]
    [InlineData("""{"alerts":[{"host":"\ud800"}]}""")]
    [InlineData("not JSON")]
    public void What_is_no_delivery_is_refused(string body) => Refused(System.Text.Encoding.UTF8.GetBytes(body)).Status.Should().Be(400);

    [Theory]
    [InlineData("PROBLEM", "firing", null)]
    [InlineData("problem", "firing", "ignored")]
    [InlineData(" 1", "firing", "ignored")]
    [InlineData("", "firing", "refused")]
    public void A_word_counts_as_it_is_listed(string word, string firing, string? otherwise)
    {
        var options = Zabbix.Options();
        options.Firing.Add("PROBLEM");
        options.Pointers.List = "/alerts/0";
        var reading = Parse(Changed(0, alert => alert["event"]!["value"] = word), options);
        var became = reading switch
        {
            Reading.Alerts { Events: [{ Status: AlertStatus.Firing }] } => firing,
            Reading.Alerts { Events: [], Between: [(0, { Verdict.Reason: Reason.NotAnAlert, Expected: true })] } => "ignored",
            Reading.Refused => "refused",
            _ => "something else",
        };
        became.Should().Be(otherwise ?? firing);
    }

    [Fact]
    public void A_single_alert_need_not_stand_in_a_list()
    {
        var options = Zabbix.Options();
        options.Pointers.List = "";
        var single = Payload.Bytes(Payload.Json("zabbix-problem")["alerts"]![0]!.DeepClone());

        Parse(single, options).Should().BeOfType<Reading.Alerts>().Which.Events.Should().ContainSingle();
    }

    [Theory]
    [InlineData("firing", true, false)]
    [InlineData("resolved", false, true)]
    public void What_Grafana_says_of_its_data_source_is_as_blind_here(string status, bool fires, bool ends)
    {
        var body = Payload.Changed("grafana-datasource", root =>
        {
            foreach (var alert in root["alerts"]!.AsArray())
                alert!["status"] = status;
        });

        Parse(body, Grafana()).Should().BeOfType<Reading.Alerts>().Subject.Events.Select(alert => (alert.Labels["alertname"], alert.FiresBlind, alert.EndsBlind)).Should().Equal(
            Payload.Json("grafana-datasource")["alerts"]!.AsArray().Select(alert => alert!["labels"]!["alertname"]!.GetValue<string>())
                .Select(name => name.StartsWith("Datasource", StringComparison.Ordinal) ? (name, fires, ends) : (name, false, false)));
    }

    [Fact]
    public void Without_a_pointer_to_labels_there_are_none()
    {
        var options = Zabbix.Options();
        options.Pointers.Labels = null;
        Parse(Body, options).Should().BeOfType<Reading.Alerts>().Which.Events[0].Labels.Should().BeEmpty();
    }

    [Fact]
    public void More_alerts_than_configured_are_too_many()
    {
        var options = Zabbix.Options();
        options.MaxAlerts = 2;
        Parse(Body, options).Should().BeOfType<Reading.Refused>().Which.Problem.Should().Match<Problem>(problem => problem.Status == 413 && problem.Detail.Contains("Generic:0:MaxAlerts"));
    }

    /// <summary>A generic receiver as somebody would describe Grafana's body.</summary>
    private static GenericReceiverOptions Grafana()
    {
        var options = new GenericReceiverOptions
        {
            Name = "other",
            Pointers = { List = "/alerts", Key = "/fingerprint", Host = "/labels/host", Status = "/status", Time = "/startsAt", Labels = "/labels" },
        };
        options.Firing.Add("firing");
        options.Resolved.Add("resolved");
        return options;
    }

    private static string Fingerprint(Action<JsonObject> change) => Alerts(Changed(0, change))[0].Fingerprint;

    private static byte[] Changed(int index, Action<JsonObject> change) => Payload.Changed("zabbix-problem", root => change(root["alerts"]![index]!.AsObject()));

    private static Reading Parse(byte[] body, GenericReceiverOptions? options = null) => new GenericParser(options ?? Zabbix.Options(), Zabbix.Section).Parse(body, ReceivedAt);

    private static Problem Refused(byte[] body) => Parse(body).Should().BeOfType<Reading.Refused>().Subject.Problem;

    private static IReadOnlyList<AlertEvent> Alerts(byte[] body) => Parse(body).Should().BeOfType<Reading.Alerts>().Subject.Events;
}
