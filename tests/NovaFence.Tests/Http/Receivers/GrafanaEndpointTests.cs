using System.Globalization;
using System.Net;
using System.Text;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class GrafanaEndpointTests
{
    private const string Timestamp = "X-Grafana-Alerting-Timestamp";
    private static readonly (string, string?) Timestamped = ("NovaFence:Receivers:Grafana:TimestampHeader", Timestamp);
    private static readonly (string, string?)[] NoTokens = [("NovaFence:Receivers:Grafana:Tokens:0", null)];
    private static readonly (string, string?)[] NoSecrets = [("NovaFence:Receivers:Grafana:Secrets:0", null), ("NovaFence:Receivers:Grafana:Secrets:1", null)];
    private static readonly byte[] Body = Payload.Bytes("grafana-firing");

    [Fact]
    public async Task A_delivery_with_the_token_is_acted_on()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(HttpMethod.Post, "/api/webhooks/grafana", TestApp.GrafanaToken, Sending.Json(Body));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("outcomes")[0].GetProperty("host").GetString().Should().Be("compute1");
        app.Fencer.Deliveries.Single().Single().Receiver.Should().Be("grafana");
    }

    [Theory]
    [InlineData(TestApp.GrafanaSecret)]
    [InlineData(TestApp.SecondGrafanaSecret)]
    public async Task A_signed_delivery_needs_no_token_and_any_secret_in_rotation_passes(string secret)
    {
        await using var app = await TestApp.StartAsync();
        (await app.GrafanaAsync(Body, Sending.Hex(Body, secret))).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Fencer.Deliveries.Should().ContainSingle();
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("not hexadecimal")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_wrong_signature_is_not_authentic_whatever_token_comes_with_it(string signature)
    {
        await using var app = await TestApp.StartAsync();
        await (await app.GrafanaAsync(Body, signature, token: TestApp.GrafanaToken)).ProblemAsync(401, "not-authentic");
        await (await app.GrafanaAsync(Body, Sending.Hex(Body, "not-the-secret"), token: TestApp.GrafanaToken)).ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_signature_of_another_body_is_not_authentic()
    {
        await using var app = await TestApp.StartAsync();
        await (await app.GrafanaAsync(Payload.Bytes("grafana-resolved"), Sending.Hex(Body))).ProblemAsync(401, "not-authentic");
        await (await app.GrafanaAsync(Body, $"{Sending.Hex(Body)},{Sending.Hex(Body)}")).ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(TestApp.Token)]
    [InlineData(TestApp.Operator)]
    [InlineData("grafana-token-11")]
    public async Task Any_other_token_is_not_authentic_and_reaches_nothing(string? token)
    {
        await using var app = await TestApp.StartAsync();
        await (await app.SendAsync(HttpMethod.Post, "/api/webhooks/grafana", token, Sending.Json(Body))).ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task Without_tokens_only_a_signature_passes_and_without_secrets_only_a_token()
    {
        await using (var app = await TestApp.StartAsync(NoTokens))
        {
            var detail = await (await app.SendAsync(HttpMethod.Post, "/api/webhooks/grafana", TestApp.GrafanaToken, Sending.Json(Body))).ProblemAsync(401, "not-authentic");
            detail.Should().Contain("X-Grafana-Alerting-Signature");
            (await app.GrafanaAsync(Body, Sending.Hex(Body))).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        await using var other = await TestApp.StartAsync(NoSecrets);
        await (await other.GrafanaAsync(Body, Sending.Hex(Body))).ProblemAsync(401, "not-authentic");
        (await other.GrafanaAsync(Body, Sending.Hex(Body), token: TestApp.GrafanaToken)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_tokens_and_secrets_the_receiver_is_off_and_says_which_keys_to_set()
    {
        await using var app = await TestApp.StartAsync([.. NoTokens, .. NoSecrets]);
        var detail = await (await app.GrafanaAsync(Body, Sending.Hex(Body, ""))).ProblemAsync(404, "receiver-off");
        detail.Should().Contain("NovaFence:Receivers:Grafana:Secrets").And.Contain("NovaFence:Receivers:Grafana:Tokens");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(-302, false)]
    [InlineData(302, false)]
    public async Task A_timestamp_is_signed_with_the_body_and_neither_old_nor_ahead(int seconds, bool taken)
    {
        await using var app = await TestApp.StartAsync(Timestamped);
        var stamp = Stamp(seconds);
        var response = await app.GrafanaAsync(Body, Sending.Hex([.. Encoding.ASCII.GetBytes(stamp + ":"), .. Body]), (Timestamp, stamp));
        if (taken)
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        else
            (await response.ProblemAsync(401, "not-authentic")).Should().Contain("at most 300 s").And.Contain("clocks");
        app.Fencer.WasReached.Should().Be(taken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task Where_a_timestamp_belongs_a_signature_of_the_body_alone_does_not_pass(string? stamp)
    {
        await using var app = await TestApp.StartAsync(Timestamped);
        var detail = await (stamp is null ? await app.GrafanaAsync(Body, Sending.Hex(Body)) : await app.GrafanaAsync(Body, Sending.Hex(Body), (Timestamp, stamp))).ProblemAsync(401, "not-authentic");
        detail.Should().Contain(Timestamp).And.Contain("NovaFence:Receivers:Grafana:TimestampHeader");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_timestamp_that_was_not_signed_does_not_pass()
    {
        await using var app = await TestApp.StartAsync(Timestamped);
        await (await app.GrafanaAsync(Body, Sending.Hex(Body), (Timestamp, Stamp(0)))).ProblemAsync(401, "not-authentic");
        await (await app.GrafanaAsync(Body, Sending.Hex([.. Encoding.ASCII.GetBytes(Stamp(-400) + ":"), .. Body]), (Timestamp, Stamp(0)))).ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_delivery_is_recognised_by_its_version_where_nobody_says_whose_it_is()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(HttpMethod.Post, "/api/explain", TestApp.Reader, Sending.Json(Body));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        app.Explainer.Asked.Should().ContainSingle().Which.Receiver.Should().Be("grafana");
    }

    [Theory]
    [InlineData("NovaFence:Receivers:Grafana:TimestampHeader", "two words")]
    [InlineData("NovaFence:Receivers:Grafana:TimestampHeader", "")]
    [InlineData("NovaFence:Receivers:Grafana:Secrets:0", "sh0rt-x")]
    [InlineData("NovaFence:Receivers:Grafana:Tokens:0", "")]
    public async Task Wrong_settings_stop_the_start_by_their_key(string key, string value)
    {
        var start = () => TestApp.StartAsync((key, value));
        (await start.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>()).Which.Failures.Should().ContainSingle().Which.Should().StartWith(key);
    }

    [Fact]
    public async Task A_timestamp_header_without_secrets_stops_the_start()
    {
        var start = () => TestApp.StartAsync([.. NoSecrets, Timestamped]);
        (await start.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>()).Which.Failures.Should().ContainSingle()
            .Which.Should().StartWith("NovaFence:Receivers:Grafana:TimestampHeader").And.Contain("NovaFence:Receivers:Grafana:Secrets:0");
    }

    private static string Stamp(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
