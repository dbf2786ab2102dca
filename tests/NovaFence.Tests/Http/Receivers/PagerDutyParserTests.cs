using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Core.Alerts;
using NovaFence.Core.Options;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.PagerDuty;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class PagerDutyParserTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("pagerduty-triggered", AlertStatus.Firing, "2026-03-14T01:59:26.535Z")]
    [InlineData("pagerduty-reopened", AlertStatus.Firing, "2026-03-14T02:20:00.000Z")]
    [InlineData("pagerduty-resolved", AlertStatus.Resolved, "2026-03-14T02:14:15.926Z")]
    public void Triggered_and_reopened_fire_and_resolved_resolves(string payload, AlertStatus status, string occurredAt)
    {
        var alert = Alert(Payload.Bytes(payload));
        alert.Receiver.Should().Be("pagerduty");
        alert.Fingerprint.Should().Be("Q2N1ABCDEFGHIJ", "the incident stays the same over all its events");
        alert.Status.Should().Be(status);
        alert.At.Should().Be(DateTimeOffset.Parse(occurredAt, System.Globalization.CultureInfo.InvariantCulture));
        alert.TellsOfAMoment.Should().BeTrue();
        alert.ReceivedAt.Should().Be(ReceivedAt);
    }

    [Fact]
    public void Routes_can_match_what_the_incident_says_of_itself() =>
        Alert(Payload.Bytes("pagerduty-triggered")).Labels.Should().Equal(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["event_type"] = "incident.triggered",
            ["incident_key"] = "power/compute2",
            ["title"] = "Host compute2.dc1.example is fenced",
            ["urgency"] = "high",
            ["status"] = "triggered",
            ["service"] = "Compute",
            ["service_id"] = "PSVC001",
            ["priority"] = "P1",
            ["escalation_policy"] = "Cloud team",
            ["rack"] = "r12",
            ["affected"] = "compute2",
        });

    [Fact]
    public void A_custom_field_never_replaces_one_of_PagerDuty_s_own()
    {
        var body = Payload.Incident(incident => incident["custom_fields"] = new JsonArray(
            new JsonObject { ["name"] = "urgency", ["value"] = "low" },
            new JsonObject { ["name"] = "event_type", ["value"] = "incident.resolved" }));
        Alert(body).Labels.Should().Contain("urgency", "high").And.Contain("event_type", "incident.triggered");
    }

    [Theory]
    [InlineData("pagerduty-acknowledged", "incident.acknowledged", "Q2N1ABCDEFGHIJ")]
    [InlineData("pagerduty-annotated", "incident.annotated", "PNOTE01")]
    [InlineData("pagerduty-custom-field-values-updated", "incident.custom_field_values.updated", "")]
    [InlineData("pagerduty-service-updated", "service.updated", "PSVC001")]
    [InlineData("pagerduty-ping", "pagey.ping", "")]
    public void Events_that_neither_fire_nor_resolve_are_ignored_as_expected(string payload, string type, string fingerprint)
    {
        var ignored = Parse(Payload.Bytes(payload)).Should().BeOfType<Reading.Ignored>().Subject;
        ignored.Expected.Should().BeTrue();
        ignored.Verdict.Text.Should().Be($"not an alert: {type} neither fires nor resolves");
        ignored.Fingerprint.Should().Be(fingerprint);
    }

    public static TheoryData<string, byte[], string> NotUnderstood() => new()
    {
        { "empty", [], "not JSON" },
        { "truncated", Payload.Bytes("pagerduty-triggered")[..700], "not JSON" },
        { "an array", "[]"u8.ToArray(), "no event" },
        { "null", "null"u8.ToArray(), "no event" },
        { "no event", "{}"u8.ToArray(), "no event" },
        { "an event that is text", """{"event":"x"}"""u8.ToArray(), "no event" },
        { "version 2", """{"messages":[{"event":"incident.trigger"}]}"""u8.ToArray(), "no event" },
        { "no type", """{"event":{}}"""u8.ToArray(), "event_type" },
        { "half a surrogate pair as type", """{"event":{"event_type":"\ud800"}}"""u8.ToArray(), "event_type" },
        { "no data", """{"event":{"event_type":"incident.triggered"}}"""u8.ToArray(), "data.id" },
        { "no id", Payload.Incident(incident => incident.Remove("id")), "data.id" },
        { "an id that is a number", Payload.Incident(incident => incident["id"] = 7), "data.id" },
        { "no time", Payload.Changed("pagerduty-triggered", root => root["event"]!.AsObject().Remove("occurred_at")), "occurred_at" },
        { "a time that is none", Payload.Changed("pagerduty-triggered", root => root["event"]!["occurred_at"] = "soon"), "occurred_at" },
        { "deep nesting", Encoding.UTF8.GetBytes(new string('[', 40) + new string(']', 40)), "not JSON" },
        { "a name twice", """{"event":{"event_type":"incident.triggered","event_type":"incident.resolved"}}"""u8.ToArray(), "has a name twice" },
    };

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public void What_cannot_be_understood_is_ignored_with_a_reason_and_not_expected(string what, byte[] body, string expected)
    {
        var ignored = Parse(body).Should().BeOfType<Reading.Ignored>(what).Subject;
        ignored.Expected.Should().BeFalse();
        ignored.Verdict.Text.Should().StartWith("unreadable: ").And.Contain(expected);
    }

    [Fact]
    public void Fields_of_a_wrong_type_count_as_absent()
    {
        var body = Payload.Incident(incident =>
        {
            incident["title"] = 5;
            incident["service"] = "Compute";
            incident["priority"] = null;
            incident["urgency"] = new JsonArray();
            incident["custom_fields"] = new JsonObject { ["rack"] = "r1" };
        });
        var alert = Alert(body);
        alert.Labels.Keys.Should().BeEquivalentTo("event_type", "incident_key", "status", "escalation_policy");
        alert.Mentions.Should().Equal(new HostMention("incident_key", "power/compute2"));
    }

    [Fact]
    public void Custom_fields_of_odd_shapes_are_passed_over()
    {
        var body = Payload.Incident(incident => incident["custom_fields"] = new JsonArray(
            null,
            "text",
            new JsonObject { ["value"] = "nameless" },
            new JsonObject { ["name"] = "empty", ["value"] = null },
            new JsonObject { ["name"] = "object", ["value"] = new JsonObject() },
            new JsonObject { ["name"] = "number", ["value"] = 12 },
            new JsonObject { ["name"] = "truth", ["value"] = true },
            new JsonObject { ["name"] = "several", ["value"] = new JsonArray("a", null, "b") }));
        Alert(body).Labels.Should().NotContainKeys("empty", "object").And.Contain("number", "12").And.Contain("truth", "true").And.Contain("several", "a");
    }

    [Fact]
    public void A_resolved_by_a_merge_names_the_incident_that_goes_on() =>
        Alert(Payload.Bytes("pagerduty-resolved-by-merge")).Should().BeEquivalentTo(new { MergedInto = "Q3SURVIVOR0001", EndsBlind = false });

    [Fact]
    public void A_merge_into_an_incident_of_a_long_id_names_the_hash_that_its_own_events_have()
    {
        var id = new string('Q', 200);
        Alert(Merged(reason => reason["incident"]!["id"] = id)).MergedInto.Should().Be(Alert(Payload.Incident(incident => incident["id"] = id)).Fingerprint);
    }

    public static TheoryData<string, Action<JsonObject>, bool> NotMerged() => new()
    {
        { "no type", reason => reason.Remove("type"), false },
        { "another type", reason => reason["type"] = "auto_resolve_reason", false },
        { "no incident", reason => reason.Remove("incident"), true },
        { "an incident that is null", reason => reason["incident"] = null, true },
        { "an incident that is text", reason => reason["incident"] = "Q3SURVIVOR0001", true },
        { "no id", reason => reason["incident"]!.AsObject().Remove("id"), true },
        { "an empty id", reason => reason["incident"]!["id"] = "", true },
        { "an id that is a number", reason => reason["incident"]!["id"] = 7, true },
    };

    [Theory]
    [MemberData(nameof(NotMerged))]
    public void A_reason_that_names_no_other_incident_is_a_resolved_and_of_a_merge_one_that_says_nothing_of_the_host(string what, Action<JsonObject> change, bool isBlind)
    {
        var alert = Alert(Merged(change));
        alert.MergedInto.Should().BeNull(what);
        alert.Status.Should().Be(AlertStatus.Resolved);
        alert.EndsBlind.Should().Be(isBlind);
    }

    [Theory]
    [InlineData("pagerduty-triggered")]
    [InlineData("pagerduty-reopened")]
    [InlineData("pagerduty-resolved")]
    public void Without_a_reason_nothing_was_merged(string payload) => Alert(Payload.Bytes(payload)).Should().BeEquivalentTo(new { MergedInto = (string?)null, EndsBlind = false });

    [Fact]
    public void A_firing_event_is_never_a_merge() =>
        Alert(Payload.Changed("pagerduty-resolved-by-merge", root => root["event"]!["event_type"] = "incident.reopened")).Should().BeEquivalentTo(new { MergedInto = (string?)null, EndsBlind = false });

    [Fact]
    public void A_long_incident_id_is_hashed() =>
        Alert(Payload.Incident(incident => incident["id"] = new string('Q', 200))).Fingerprint.Should().StartWith("sha256-");

    private static byte[] Merged(Action<JsonObject> change) =>
        Payload.Changed("pagerduty-resolved-by-merge", root => change(root["event"]!["data"]!["resolve_reason"]!.AsObject()));

    private static Reading Parse(byte[] body) => PagerDutyParser.Parse(body, ReceivedAt, new PagerDutyHost(new HostsOptions()));

    private static AlertEvent Alert(byte[] body) => Parse(body).Should().BeOfType<Reading.Alerts>().Subject.Events.Should().ContainSingle().Subject;
}
