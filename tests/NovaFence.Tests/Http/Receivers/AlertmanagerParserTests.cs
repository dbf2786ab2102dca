using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Core.Alerts;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.Alertmanager;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class AlertmanagerParserTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_firing_alert_is_read_with_the_moment_it_began()
    {
        var alert = Alerts(Payload.Bytes("alertmanager-firing")).Should().ContainSingle().Subject;

        alert.Receiver.Should().Be("alertmanager");
        alert.Fingerprint.Should().Be("9d1c6d8f3b5a7e02");
        alert.Status.Should().Be(AlertStatus.Firing);
        alert.At.Should().Be(new DateTimeOffset(2026, 3, 14, 1, 59, 26, TimeSpan.Zero).AddTicks(5358979));
        alert.TellsOfAMoment.Should().BeFalse("an old startsAt still fires now");
        alert.ReceivedAt.Should().Be(ReceivedAt);
        alert.NamedHost.Should().BeNull();
        alert.Labels.Should().HaveCount(6).And.Contain("host", "compute1").And.Contain("fenced", "true");
        alert.Annotations.Should().Contain("summary", "compute1 is fenced");
    }

    [Fact]
    public void A_resolved_alert_is_read_with_the_moment_it_ended()
    {
        var alert = Alerts(Payload.Bytes("alertmanager-resolved")).Should().ContainSingle().Subject;
        alert.Status.Should().Be(AlertStatus.Resolved);
        alert.At.Should().Be(new DateTimeOffset(2026, 3, 14, 2, 14, 15, TimeSpan.Zero).AddTicks(9265358));
        alert.At.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Each_alert_s_own_status_counts_and_never_the_root_s() =>
        Alerts(Payload.Bytes("alertmanager-mixed-group")).Select(alert => (alert.Labels["host"], alert.Status)).Should().Equal(
            ("compute1", AlertStatus.Resolved), ("compute2", AlertStatus.Firing), ("compute3", AlertStatus.Firing));

    [Fact]
    public void Unknown_fields_are_tolerated_and_alerts_left_out_by_Alertmanager_are_spoken_of()
    {
        var reading = Parse(Payload.Bytes("alertmanager-truncated-with-new-fields")).Should().BeOfType<Reading.Alerts>().Subject;
        reading.Events.Should().ContainSingle();
        reading.Warnings.Should().ContainSingle().Which.Should().Contain("7 alerts").And.Contain("max_alerts");
    }

    [Theory]
    [InlineData("""{"version":"4","alerts":[""", "{}", "]}")]
    [InlineData("""{"version":"4","x":{"alerts":[]},"al\u0065rts":[""", "{}", "]}")]
    [InlineData("""{"version":"4","alerts":[""", """{"labels":{}}""", "], and then it breaks")]
    public void Of_a_delivery_with_far_too_many_alerts_nothing_is_made(string before, string alert, string after)
    {
        var body = Encoding.UTF8.GetBytes($"{before}{string.Join(',', Enumerable.Repeat(alert, 60_000))}{after}");
        Parse(body);

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var reading = Parse(body);

        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(64 * 1024);
        reading.Should().BeOfType<Reading.Refused>().Which.Problem.Should().Match<NovaFence.Http.Answers.Problem>(problem => problem.Status == 413 && problem.Detail.StartsWith("60000 alerts"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_missing_or_empty_fingerprint_is_computed_from_the_labels(bool empty)
    {
        var body = Payload.Alert(alert =>
        {
            alert.Remove("fingerprint");
            if (empty)
                alert["fingerprint"] = "";
        });
        var read = Alerts(body).Single();
        read.Fingerprint.Should().MatchRegex("^sha256-[0-9a-f]{32}$").And.Be(Fingerprint.Of(read.Labels));
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Alerts([0xEF, 0xBB, 0xBF, .. Payload.Bytes("alertmanager-firing")]).Should().ContainSingle();

    [Fact]
    public void A_date_far_in_the_future_is_passed_on_for_Core_to_hold() =>
        Alerts(Payload.Alert(alert => alert["startsAt"] = "9999-12-31T23:59:59Z")).Single().At.Year.Should().Be(9999);

    [Theory]
    [InlineData("\0")]
    [InlineData("compute1\r\nlevel=error")]
    [InlineData("\u001b[31mcompute1")]
    [InlineData("\ud83d\ude80")]
    [InlineData("ÄÖÜ")]
    public void Odd_characters_in_a_label_are_passed_on_as_they_are(string value) =>
        Alerts(Payload.Alert(alert => alert["labels"]!["host"] = value)).Single().Labels["host"].Should().Be(value);

    [Fact]
    public void A_host_of_300_characters_is_passed_on_as_it_is() =>
        Alerts(Payload.Alert(alert => alert["labels"]!["host"] = new string('h', 300))).Single().Labels["host"].Should().HaveLength(300);

    [Fact]
    public void No_annotations_are_none()
    {
        var alert = Alerts(Payload.Alert(sent => sent.Remove("annotations"))).Single();
        alert.Annotations.Should().BeEmpty();
    }

    public static TheoryData<string, byte[], string> Unreadable()
    {
        var firing = Encoding.UTF8.GetString(Payload.Bytes("alertmanager-firing"));
        return new TheoryData<string, byte[], string>
        {
            { "empty", [], "cannot be read" },
            { "a lone byte order mark", [0xEF, 0xBB, 0xBF], "cannot be read" },
            { "null", "null"u8.ToArray(), "null" },
            { "an array", "[]"u8.ToArray(), "cannot be read" },
            { "an empty object", "{}"u8.ToArray(), "no version" },
            { "UTF-16", Encoding.Unicode.GetBytes(firing), "cannot be read" },
            { "truncated", Encoding.UTF8.GetBytes(firing[..(firing.Length / 2)]), "cannot be read" },
            { "two documents", Encoding.UTF8.GetBytes(firing + firing), "cannot be read" },
            { "a comment", Encoding.UTF8.GetBytes("// hello\n" + firing), "cannot be read" },
            { "deep nesting", Encoding.UTF8.GetBytes($$"""{"version":"4","alerts":[],"x":{{new string('[', 40)}}{{new string(']', 40)}}}"""), "cannot be read" },
            { "version 3", Payload.Changed("alertmanager-firing", root => root["version"] = "3"), "version '3'" },
            { "version as a number", Payload.Changed("alertmanager-firing", root => root["version"] = 4), "$.version" },
            { "a long version", Payload.Changed("alertmanager-firing", root => root["version"] = new string('9', 500)), "version '9999999999999999…'" },
            { "no version", Payload.Changed("alertmanager-firing", root => root.Remove("version")), "no version" },
            { "no alerts", Payload.Changed("alertmanager-firing", root => root.Remove("alerts")), "no alerts" },
            { "alerts as an object", Payload.Changed("alertmanager-firing", root => root["alerts"] = new JsonObject()), "$.alerts" },
            { "a null alert", Payload.Changed("alertmanager-firing", root => root["alerts"]!.AsArray().Add(null)), "alerts[1]: it is null" },
            { "an alert that is text", Payload.Changed("alertmanager-firing", root => root["alerts"]!.AsArray().Add("x")), "$.alerts[1]" },
            { "a negative count", Payload.Changed("alertmanager-firing", root => root["truncatedAlerts"] = -1), "$.truncatedAlerts" },
            { "no status", Payload.Alert(alert => alert.Remove("status")), "alerts[0]: status" },
            { "another status", Payload.Alert(alert => alert["status"] = "suppressed"), "alerts[0]: status" },
            { "status in capitals", Payload.Alert(alert => alert["status"] = "FIRING"), "alerts[0]: status" },
            { "no startsAt", Payload.Alert(alert => alert.Remove("startsAt")), "alerts[0]: startsAt is missing" },
            { "Go's zero startsAt", Payload.Alert(alert => alert["startsAt"] = "0001-01-01T00:00:00Z"), "alerts[0]: startsAt is Go's zero time" },
            { "startsAt without offset", Payload.Alert(alert => alert["startsAt"] = "2026-03-14T01:59:26"), "alerts[0]: startsAt is not" },
            { "startsAt as a number", Payload.Alert(alert => alert["startsAt"] = 1773453566), "$.alerts[0].startsAt" },
            { "resolved without an end", Payload.Alert(alert => alert["status"] = "resolved"), "alerts[0]: endsAt is Go's zero time" },
            { "resolved, endsAt left out", Payload.Alert(alert => { alert["status"] = "resolved"; alert.Remove("endsAt"); }), "alerts[0]: endsAt is missing" },
            { "a label that is a number", Payload.Alert(alert => alert["labels"]!["host"] = 5), "$.alerts[0].labels" },
            { "a label that is null", Payload.Alert(alert => alert["labels"]!["host"] = null), "alerts[0]: labels" },
            { "an annotation that is null", Payload.Alert(alert => alert["annotations"]!["x"] = null), "alerts[0]: annotations" },
            { "neither labels nor fingerprint", Payload.Alert(alert => { alert.Remove("labels"); alert.Remove("fingerprint"); }), "neither a fingerprint nor labels" },
            { "a label twice", Payload.Replaced("alertmanager-firing", "\"job\": \"ipmi\",\n        \"severity\"", "\"host\": \"compute2\",\n        \"severity\""), "cannot be read" },
            { "alerts twice", Encoding.UTF8.GetBytes(firing.Replace("\"truncatedAlerts\": 0", "\"truncatedAlerts\": 0, \"alerts\": []", StringComparison.Ordinal)), "cannot be read" },
            { "half a surrogate pair", Payload.Replaced("alertmanager-firing", "\"host\": \"compute1\"", "\"host\": \"\\ud800\""), "cannot be read" },
            { "half a surrogate pair in a name", Payload.Replaced("alertmanager-firing", "\"host\": \"compute1\"", "\"\\udc00\": \"compute1\""), "cannot be read" },
            { "half a surrogate pair in a name of the root", Encoding.UTF8.GetBytes(firing.Replace("\"truncatedAlerts\": 0", "\"truncatedAlerts\": 0, \"\\ud800\": 0", StringComparison.Ordinal)), "something in it is no text" },
            { "half a surrogate pair in a name of an alert", Payload.Replaced("alertmanager-firing", "\"fingerprint\"", "\"\\ud800\": 0, \"fingerprint\""), "cannot be read" },
            { "bytes that are no UTF-8", [.. Encoding.ASCII.GetBytes("""{"version":"4","alerts":[{"status":""" + "\""), 0xC3, 0x28, .. "\"}]}"u8.ToArray()], "cannot be read" },
        };
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_no_version_4_delivery_is_refused_with_what_and_where(string what, byte[] body, string expected)
    {
        var problem = Parse(body).Should().BeOfType<Reading.Refused>(what).Subject.Problem;
        problem.Status.Should().Be(400);
        problem.Detail.Should().Contain(expected);
        problem.Detail.Length.Should().BeLessThan(400, "large input is not echoed");
    }

    [Fact]
    public void One_bad_alert_refuses_the_whole_delivery()
    {
        var body = Payload.Changed("alertmanager-mixed-group", root => root["alerts"]![2]!.AsObject().Remove("startsAt"));
        Parse(body).Should().BeOfType<Reading.Refused>().Which.Problem.Detail.Should().StartWith("alerts[2]:").And.Contain("nothing of this delivery was acted on");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void More_alerts_than_configured_are_too_many(int most, bool taken)
    {
        var reading = AlertmanagerParser.Parse(Payload.Bytes("alertmanager-mixed-group"), ReceivedAt, most);
        if (taken)
            reading.Should().BeOfType<Reading.Alerts>();
        else
            reading.Should().BeOfType<Reading.Refused>().Which.Problem.Should().Match<NovaFence.Http.Answers.Problem>(problem => problem.Status == 413 && problem.Detail.Contains("MaxAlerts"));
    }

    private static Reading Parse(byte[] body) => AlertmanagerParser.Parse(body, ReceivedAt, 1000);

    private static IReadOnlyList<AlertEvent> Alerts(byte[] body) => Parse(body).Should().BeOfType<Reading.Alerts>().Subject.Events;
}
