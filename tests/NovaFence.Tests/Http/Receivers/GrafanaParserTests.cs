using System.Text.Json.Nodes;
using NovaFence.Core.Alerts;
using NovaFence.Http.Answers;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.Alertmanager;
using NovaFence.Http.Receivers.Grafana;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class GrafanaParserTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_firing_alert_is_read_as_the_state_of_a_state_sender()
    {
        var alert = Alerts(Payload.Bytes("grafana-firing")).Should().ContainSingle().Subject;

        alert.Receiver.Should().Be("grafana");
        alert.Fingerprint.Should().Be("c6eadffa33fcdf37");
        alert.Status.Should().Be(AlertStatus.Firing);
        alert.At.Should().Be(new DateTimeOffset(2026, 3, 14, 1, 59, 20, TimeSpan.Zero));
        alert.TellsOfAMoment.Should().BeFalse();
        alert.FiresBlind.Should().BeFalse();
        alert.NamedHost.Should().BeNull();
        alert.Labels.Should().Contain("host", "compute1").And.Contain("alertname", "HostDown");
        alert.Annotations.Should().Contain("summary", "power reads off");
    }

    [Fact]
    public void A_resolved_alert_ends_when_it_says_and_not_blind()
    {
        var alert = Alerts(Payload.Bytes("grafana-resolved")).Single();

        alert.Status.Should().Be(AlertStatus.Resolved);
        alert.At.Should().Be(new DateTimeOffset(2026, 3, 14, 2, 14, 20, TimeSpan.Zero));
        alert.EndsBlind.Should().BeFalse();
    }

    [Fact]
    public void A_series_that_vanished_ends_blind() =>
        Alerts(Payload.Bytes("grafana-missing-series")).Single().Should().BeEquivalentTo(new { Status = AlertStatus.Resolved, EndsBlind = true, FiresBlind = false });

    [Theory]
    [InlineData("MissingSeries")]
    [InlineData("NoData")]
    [InlineData("Error")]
    [InlineData("Paused")]
    [InlineData("Updated")]
    [InlineData("RuleDeleted")]
    [InlineData("Error, KeepLast")]
    [InlineData("AReasonOfALaterVersion")]
    public void Whatever_ends_an_alert_other_than_its_condition_ends_it_blind_and_what_fires_for_it_fires_blind(string reason)
    {
        Alerts(Changed("grafana-resolved", alert => alert["annotations"]!["grafana_state_reason"] = reason)).Single().EndsBlind.Should().BeTrue();
        Alerts(Changed("grafana-firing", alert => alert["annotations"]!["grafana_state_reason"] = reason)).Single().FiresBlind.Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_reason_is_none(string reason) =>
        Alerts(Changed("grafana-firing", alert => alert["annotations"]!["grafana_state_reason"] = reason)).Single().FiresBlind.Should().BeFalse();

    [Fact]
    public void What_a_data_source_did_not_say_fires_blind_and_the_others_of_its_delivery_do_not() =>
        Alerts(Payload.Bytes("grafana-datasource")).Select(alert => (alert.Labels["host"], alert.FiresBlind)).Should().Equal(
            ("compute1", true), ("compute2", true), ("compute3", true), ("compute4", false));

    [Fact]
    public void What_Grafana_sends_to_an_Alertmanager_is_as_blind_there()
    {
        var body = Payload.Alert(alert => alert["labels"]!["alertname"] = "DatasourceNoData");

        var alert = AlertmanagerParser.Parse(body, ReceivedAt, 1000).Should().BeOfType<Reading.Alerts>().Subject.Events.Single();

        alert.Receiver.Should().Be("alertmanager");
        alert.FiresBlind.Should().BeTrue();
    }

    [Fact]
    public void Each_receiver_names_the_other_s_endpoint_when_it_sees_the_other_s_body()
    {
        Refused(AlertmanagerParser.Parse(Payload.Bytes("grafana-firing"), ReceivedAt, 1000)).Detail.Should().Contain("Grafana").And.Contain("/api/webhooks/grafana");
        Refused(Parse(Payload.Bytes("alertmanager-firing"))).Detail.Should().Contain("Alertmanager").And.Contain("/api/webhooks/alertmanager");
    }

    [Fact]
    public void A_custom_payload_is_refused_with_what_to_do() =>
        Refused(Parse("""{"alerts":[],"status":"firing"}"""u8.ToArray())).Detail.Should().Contain("no version").And.Contain("custom payload");

    [Fact]
    public void One_bad_alert_refuses_the_whole_delivery() =>
        Refused(Parse(Payload.Changed("grafana-datasource", root => root["alerts"]![3]!.AsObject().Remove("startsAt")))).Detail.Should().StartWith("alerts[3]: startsAt");

    [Fact]
    public void Too_many_alerts_are_refused_with_the_key_that_would_take_them() =>
        Refused(GrafanaParser.Parse(Payload.Bytes("grafana-datasource"), ReceivedAt, 3)).Should().Match<Problem>(problem => problem.Status == 413 && problem.Detail.Contains("NovaFence:Receivers:Grafana:MaxAlerts"));

    [Fact]
    public void Alerts_that_Grafana_left_out_are_spoken_of()
    {
        var reading = Parse(Payload.Changed("grafana-firing", root => root["truncatedAlerts"] = 4)).Should().BeOfType<Reading.Alerts>().Subject;

        reading.Warnings.Should().ContainSingle().Which.Should().StartWith("Grafana left out 4 alerts").And.Contain("Max Alerts");
    }

    private static byte[] Changed(string payload, Action<JsonObject> change) => Payload.Changed(payload, root => change(root["alerts"]![0]!.AsObject()));

    private static Reading Parse(byte[] body) => GrafanaParser.Parse(body, ReceivedAt, 1000);

    private static Problem Refused(Reading reading) => reading.Should().BeOfType<Reading.Refused>().Subject.Problem;

    private static IReadOnlyList<AlertEvent> Alerts(byte[] body) => Parse(body).Should().BeOfType<Reading.Alerts>().Subject.Events;
}
