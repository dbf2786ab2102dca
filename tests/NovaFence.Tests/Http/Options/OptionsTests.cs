using Microsoft.Extensions.Options;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Options;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("NovaFence:Receivers:Alertmanager:Tokens:0", "")]
    [InlineData("NovaFence:Receivers:Alertmanager:Tokens:0", "   ")]
    [InlineData("NovaFence:Receivers:Alertmanager:Tokens:1", "sh0rt-x")]
    [InlineData("NovaFence:Receivers:Alertmanager:Tokens:0", "has a space in it")]
    [InlineData("NovaFence:Receivers:Alertmanager:Tokens:0", "has-a-line-end\n")]
    [InlineData("NovaFence:Receivers:PagerDuty:Secrets:0", "")]
    [InlineData("NovaFence:Receivers:PagerDuty:Secrets:1", "sh0rt-x")]
    [InlineData("NovaFence:Access:OperatorTokens:0", "größeres-geheimnis")]
    [InlineData("NovaFence:Access:ReaderTokens:0", "sh0rt-x")]
    [InlineData("NovaFence:Receivers:MaxBodyBytes", "0")]
    [InlineData("NovaFence:Receivers:MaxBodyBytes", "262143")]
    [InlineData("NovaFence:Receivers:MaxBodyBytes", "16777217")]
    [InlineData("NovaFence:Receivers:RetryAfter", "00:00:00")]
    [InlineData("NovaFence:Receivers:RetryAfter", "02:00:00")]
    [InlineData("NovaFence:Receivers:Alertmanager:MaxAlerts", "0")]
    [InlineData("NovaFence:Receivers:Alertmanager:MaxAlerts", "10001")]
    [InlineData("NovaFence:Receivers:Alertmanager:AnswerWithin", "00:00:00.5")]
    [InlineData("NovaFence:Receivers:Alertmanager:AnswerWithin", "00:02:00")]
    [InlineData("NovaFence:Receivers:PagerDuty:AnswerWithin", "00:00:05")]
    [InlineData("NovaFence:Hosts:PagerDutyPattern", "(?<host>")]
    [InlineData("NovaFence:Hosts:PagerDutyPattern", "compute")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls:0", "")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls:0", "alertmanager:9093")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls:0", "/api")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls:0", "ftp://alertmanager.example.org")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls:0", "https://alertmanager.example.org:9093/?x=y")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls:0", "https://alertmanager.example.org:9093/#x")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls:0", "http://alertmanager.example.org:9093")]
    [InlineData("NovaFence:PublicUrl", "novafence.example.org")]
    [InlineData("NovaFence:PublicUrl", "http://novafence.example.org")]
    [InlineData("NovaFence:PublicUrl", "https://novafence.example.org/?x=y")]
    [InlineData("NovaFence:Announce:Alertmanager:Token", "")]
    [InlineData("NovaFence:Announce:Alertmanager:Token", "sh0rt-x")]
    [InlineData("NovaFence:Announce:Alertmanager:Token", "has a space in it")]
    [InlineData("NovaFence:Announce:Alertmanager:Token", "@Microsoft.KeyVault(SecretUri=https://example.org)")]
    [InlineData("NovaFence:Receivers:Alertmanager:Tokens:0", "@Microsoft.KeyVault(VaultName=example;SecretName=alertmanager)")]
    [InlineData("NovaFence:Receivers:PagerDuty:Secrets:0", "akvs://0123-4567/example-vault/pagerduty-secret")]
    [InlineData("NovaFence:Receivers:Grafana:Secrets:0", "AKVS://0123-4567/example-vault/grafana-secret")]
    [InlineData("NovaFence:Access:OperatorTokens:0", "${NOVAFENCE_OPERATOR_TOKEN_OF_THE_EVENING}")]
    [InlineData("NovaFence:Access:ReaderTokens:0", " akvs://0123-4567/example-vault/reader ")]
    [InlineData("NovaFence:Announce:Alertmanager:ExpireAfter", "00:00:59")]
    [InlineData("NovaFence:Announce:Alertmanager:ExpireAfter", "1.00:00:01")]
    [InlineData("NovaFence:Announce:Alertmanager:Timeout", "00:00:00.5")]
    [InlineData("NovaFence:Announce:Alertmanager:Timeout", "00:01:01")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels", "severity=page")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels:severity", "")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels:host", "compute1")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels:Host", "compute1")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels:alertname", "HostDown")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels:novafence_finding", "foreign")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels:on-call", "alice")]
    [InlineData("NovaFence:Announce:Alertmanager:Labels:1st", "alice")]
    public async Task Wrong_configuration_stops_the_start_and_names_the_key_without_the_secret(string key, string value)
    {
        var start = () => TestApp.StartAsync((key, value));
        var failures = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.ToList();
        failures.Should().ContainSingle().Which.Should().StartWith(key);
        if (!string.IsNullOrWhiteSpace(value) && (key.Contains("Token") || key.Contains("Secret")))
            failures[0].Should().NotContain(value);
    }

    [Theory]
    [InlineData("NovaFence:Receivers:Alertmanager:Tokens")]
    [InlineData("NovaFence:Receivers:PagerDuty:Secrets")]
    [InlineData("NovaFence:Access:OperatorTokens")]
    [InlineData("NovaFence:Access:ReaderTokens")]
    [InlineData("NovaFence:Announce:Alertmanager:Urls")]
    public async Task A_list_written_as_one_value_is_not_passed_over_in_silence(string key)
    {
        var start = () => TestApp.StartAsync((key, "a-secret-of-somebody"));
        var failure = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().ContainSingle().Subject;
        failure.Should().Contain($"{key}:0").And.Contain("__0").And.NotContain("a-secret-of-somebody");
    }

    [Fact]
    public async Task A_password_in_the_address_of_an_Alertmanager_stops_the_start_and_is_not_shown()
    {
        var start = () => TestApp.StartAsync(("NovaFence:Announce:Alertmanager:Urls:0", "https://alice:p4ssw0rd@alertmanager.example.org"));
        var failure = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().ContainSingle().Subject;
        failure.Should().StartWith("NovaFence:Announce:Alertmanager:Urls:0").And.NotContain("p4ssw0rd");
    }

    [Fact]
    public async Task Every_problem_is_named_at_once()
    {
        var start = () => TestApp.StartAsync(
            ("NovaFence:Receivers:Alertmanager:Tokens:0", "x"),
            ("NovaFence:Receivers:PagerDuty:Secrets:0", ""),
            ("NovaFence:Receivers:RetryAfter", "00:00:00"));
        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().HaveCount(3);
    }

    [Fact]
    public async Task Nothing_configured_is_no_problem_and_nothing_is_open()
    {
        var nothing = TestApp.Settings().Keys.Select(key => (key, (string?)null)).ToArray();
        await using var app = await TestApp.StartAsync(nothing);
        await (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).ProblemAsync(404, "receiver-off");
        await (await app.GetAsync("/api/hosts")).ProblemAsync(403, "closed");
    }

    [Fact]
    public async Task In_the_sandbox_a_token_may_be_short_but_not_empty()
    {
        await using (var app = await TestApp.StartAsync(null, sandbox: true, ("NovaFence:Receivers:Alertmanager:Tokens:0", "x")))
            ((int)(await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), "x")).StatusCode).Should().Be(200);

        var start = () => TestApp.StartAsync(null, sandbox: true, ("NovaFence:Receivers:Alertmanager:Tokens:0", ""));
        await start.Should().ThrowAsync<OptionsValidationException>();
    }

    [Fact]
    public async Task Without_PagerDuty_a_smaller_body_limit_is_fine()
    {
        await using var app = await TestApp.StartAsync(
            ("NovaFence:Receivers:PagerDuty:Secrets:0", null),
            ("NovaFence:Receivers:PagerDuty:Secrets:1", null),
            ("NovaFence:Receivers:MaxBodyBytes", "1024"));
        await (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).ProblemAsync(413, "too-large");
    }
}
