using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using static NovaFence.Http.Tests.Announcing.Announcer;

namespace NovaFence.Http.Tests.Announcing;

public sealed class FindingAlertTests
{
    [Fact]
    public async Task A_finding_is_an_alert_that_ends_by_itself_unless_it_is_told_again()
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([new Finding("compute1", FindingKind.FiresWhileUp, HostState.Down, "looked at it", "Unset it through NovaFence") { Since = Now.AddMinutes(-3) }]);

        given.Alertmanagers.Only.Json.Should().Be("""
            [
              {
                "labels": {
                  "alertname": "NovaFenceFinding",
                  "host": "compute1",
                  "novafence_finding": "fires while up",
                  "severity": "warning"
                },
                "annotations": {
                  "description": "Unset it through NovaFence",
                  "did": "looked at it",
                  "state": "down",
                  "summary": "NovaFence finds compute1 fires while up"
                },
                "startsAt": "2026-03-14T01:57:00Z",
                "endsAt": "2026-03-14T02:05:00Z"
              }
            ]
            """.ReplaceLineEndings());
    }

    [Fact]
    public async Task A_finding_of_no_host_has_no_host_and_no_state()
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([new Finding(Finding.NoHost, FindingKind.AuditFailed, HostState.Clear, "", "Nova does not answer") { Since = Now }]);

        given.Alertmanagers.Only.Json.Should().Be("""
            [
              {
                "labels": {
                  "alertname": "NovaFenceFinding",
                  "novafence_finding": "audit failed",
                  "severity": "critical"
                },
                "annotations": {
                  "description": "Nova does not answer",
                  "summary": "NovaFence: audit failed"
                },
                "startsAt": "2026-03-14T02:00:00Z",
                "endsAt": "2026-03-14T02:05:00Z"
              }
            ]
            """.ReplaceLineEndings());
    }

    [Fact]
    public async Task A_cleared_finding_ends_now_and_is_the_same_alert_as_before()
    {
        using var given = new Announcer(("Urls:0", Url));
        await given.TellAsync([Foreign("compute1")]);
        var before = given.Alertmanagers.Only.Alerts[0]!;

        await given.TellAsync([Foreign("compute2")], [Foreign("compute1")]);

        var alerts = given.Alertmanagers.All[1].Alerts;
        alerts.Select(alert => $"{alert!["labels"]!["host"]} {alert["endsAt"]}").Should().Equal("compute2 2026-03-14T02:05:00Z", "compute1 2026-03-14T02:00:00Z");
        alerts[1]!["labels"]!.ToJsonString().Should().Be(before["labels"]!.ToJsonString());
        alerts[1]!["startsAt"]!.GetValue<string>().Should().Be("2026-03-14T01:57:00Z");
    }

    [Fact]
    public async Task The_same_finding_in_another_state_is_the_same_alert()
    {
        using var given = new Announcer(("Urls:0", Url));
        await given.TellAsync([Foreign("compute1")]);
        await given.TellAsync([Foreign("compute1") with { State = HostState.Releasing, Did = "something", ToDo = "something else" }]);

        given.Alertmanagers.All.Select(request => request.Alerts[0]!["labels"]!.ToJsonString()).Distinct().Should().ContainSingle();
        given.Alertmanagers.All.Select(request => request.Alerts[0]!["annotations"]!["state"]!.GetValue<string>()).Should().Equal("clear", "releasing");
    }

    [Fact]
    public async Task Every_kind_carries_the_label_by_which_it_is_known_when_it_comes_back()
    {
        using var given = new Announcer(("Urls:0", Url), ("Labels:cluster", "region-1"));

        await given.TellAsync([.. Enum.GetValues<FindingKind>().Select(kind => Foreign("compute1") with { Kind = kind })]);

        var words = given.Alertmanagers.Only.Alerts.Select(alert => alert!["labels"]![AlertEvent.OwnLabel]!.GetValue<string>()).ToList();
        words.Should().HaveCount(Enum.GetValues<FindingKind>().Length).And.OnlyHaveUniqueItems().And.OnlyContain(word => word.Length > 0);
        words.Should().Contain(["monitoring silent", "awaiting restart", "held"]);
    }

    [Fact]
    public async Task Labels_of_the_configuration_are_added_and_may_say_another_severity()
    {
        using var given = new Announcer(("Urls:0", Url), ("Labels:severity", "page"), ("Labels:cluster", "region-1"), ("ExpireAfter", "01:00:00"));

        await given.TellAsync([Foreign("compute1")]);

        var alert = given.Alertmanagers.Only.Alerts.Should().ContainSingle().Which!;
        alert["labels"]!.ToJsonString().Should().Be("""{"alertname":"NovaFenceFinding","cluster":"region-1","host":"compute1","novafence_finding":"foreign","severity":"page"}""");
        alert["endsAt"]!.GetValue<string>().Should().Be("2026-03-14T03:00:00Z");
    }

    [Theory]
    [InlineData(FindingKind.Contradicted, "critical")]
    [InlineData(FindingKind.AuditFailed, "critical")]
    [InlineData(FindingKind.LedgerInconsistent, "critical")]
    [InlineData(FindingKind.Foreign, "page")]
    [InlineData(FindingKind.LeftDisabled, "page")]
    public async Task What_somebody_is_to_be_woken_for_is_critical_whatever_is_configured(FindingKind kind, string severity)
    {
        using var given = new Announcer(("Urls:0", Url), ("Labels:severity", "page"));

        await given.TellAsync([Foreign("compute1") with { Kind = kind }]);

        given.Alertmanagers.Only.Alerts[0]!["labels"]!["severity"]!.GetValue<string>().Should().Be(severity);
    }

    [Theory]
    [InlineData(FindingKind.Held, "warning")]
    [InlineData(FindingKind.NotificationsParked, "warning")]
    [InlineData(FindingKind.LeftDisabled, "info")]
    [InlineData(FindingKind.Unknown, "info")]
    public async Task Each_kind_has_its_severity(FindingKind kind, string severity)
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([Foreign("compute1") with { Kind = kind }]);

        given.Alertmanagers.Only.Alerts[0]!["labels"]!["severity"]!.GetValue<string>().Should().Be(severity);
    }

    [Fact]
    public async Task It_carries_the_reason_and_a_link_to_the_address_that_is_configured()
    {
        using var given = new Announcer(("Urls:0", Url), (PublicUrl, "https://novafence.example.org/ha/"));

        await given.TellAsync([Foreign("compute 1") with { Kind = FindingKind.Held, Reason = "no evidence" }, Foreign(Finding.NoHost)]);

        var alerts = given.Alertmanagers.Only.Alerts;
        alerts[0]!["annotations"]!["reason"]!.GetValue<string>().Should().Be("no evidence");
        alerts[0]!["generatorURL"]!.GetValue<string>().Should().Be("https://novafence.example.org/ha/hosts/compute%201");
        alerts[1]!["generatorURL"]!.GetValue<string>().Should().Be("https://novafence.example.org/ha/");
        alerts[1]!["annotations"]!.AsObject().Should().NotContainKey("reason");
    }

    [Fact]
    public async Task What_a_sandbox_sends_says_so()
    {
        using var given = new Announcer(sandbox: true, ("Urls:0", Url));

        await given.TellAsync([Foreign("compute1")]);

        given.Alertmanagers.Only.Alerts[0]!["labels"]!["novafence_sandbox"]!.GetValue<string>().Should().Be("true");
    }

    [Fact]
    public async Task A_finding_of_an_instance_whose_clock_is_ahead_does_not_end_before_it_starts()
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([], [Foreign("compute1") with { Since = Now.AddSeconds(20) }]);

        var alert = given.Alertmanagers.Only.Alerts[0]!;
        alert["startsAt"]!.GetValue<string>().Should().Be("2026-03-14T02:00:00Z").And.Be(alert["endsAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_text_that_was_cut_through_a_character_is_sent_all_the_same()
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([Foreign("compute1") with { ToDo = "half a \ud83d" }]);

        given.Alertmanagers.Only.Alerts[0]!["annotations"]!["description"]!.GetValue<string>().Should().Be("half a \ufffd");
    }
}
