using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Core;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class GenericEndpointTests
{
    private static readonly byte[] Body = Payload.Bytes("zabbix-problem");

    [Fact]
    public async Task A_signed_delivery_is_acted_on_at_the_path_of_its_name()
    {
        await using var app = await TestApp.StartAsync(Zabbix.Signed);
        var response = await app.ZabbixAsync(Body);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("outcomes").GetArrayLength().Should().Be(3);
        app.Fencer.Deliveries.Single().Should().HaveCount(2).And.AllSatisfy(alert => alert.Receiver.Should().Be("zabbix"));
    }

    [Theory]
    [InlineData("1", "0", "update", 2)]
    [InlineData("update", "1", "0", 2)]
    [InlineData("update", "1", "ack", 1)]
    [InlineData("ack", "update", "1", 1)]
    [InlineData("ack", "update", "ack", 0)]
    public async Task Each_alert_has_its_outcome_in_the_delivery_s_order_the_ignored_ones_too(string first, string second, string third, int taken)
    {
        string[] words = [first, second, third];
        var body = Payload.Changed("zabbix-problem", root =>
        {
            foreach (var (index, word) in words.Index())
                root["alerts"]![index]!["event"]!["value"] = word;
        });
        await using var app = await TestApp.StartAsync(Zabbix.Signed);

        var outcomes = (await (await app.ZabbixAsync(body)).JsonAsync()).GetProperty("outcomes").EnumerateArray().ToList();

        var asked = await app.SendAsync(HttpMethod.Post, "/api/explain?receiver=zabbix", TestApp.Reader, Sending.Json(body));
        var explained = (await asked.JsonAsync()).GetProperty("explanations").EnumerateArray().ToList();
        foreach (var said in (List<JsonElement>[])[outcomes, explained])
        {
            said.Should().HaveCount(3);
            foreach (var (index, word) in words.Index())
            {
                var isIgnored = word is "update" or "ack";
                (said[index].GetProperty("verdict").GetString() == "ignored").Should().Be(isIgnored);
                if (isIgnored)
                    said[index].GetProperty("reason").GetString().Should().StartWith($"not an alert: '{word}' is none of {Zabbix.Section}:Firing");
            }

            said.Select(one => one.GetProperty("fingerprint").GetString()).Should().OnlyHaveUniqueItems().And.NotContain("");
        }

        app.Fencer.Deliveries.Sum(delivery => delivery.Count).Should().Be(taken);
        app.Explainer.Asked.Should().HaveCount(taken);
    }

    [Theory]
    [InlineData("alertmanager", "alertmanager-firing")]
    [InlineData("Grafana", "grafana-firing")]
    [InlineData("PAGERDUTY", "pagerduty-triggered")]
    [InlineData("nosuch", "zabbix-problem")]
    [InlineData(null, "zabbix-problem")]
    public async Task The_generic_endpoint_itself_serves_no_built_in_receiver_whatever_a_head_routes_to_it(string? receiver, string payload)
    {
        var body = Payload.Bytes(payload);
        await using var app = await TestApp.StartAsync(Zabbix.Signed);
        var context = new DefaultHttpContext { Request = { Method = "POST", Path = $"/api/webhooks/{receiver}", ContentType = "application/json", ContentLength = body.Length, Body = new MemoryStream(body) } };
        context.Request.Headers.Authorization = $"Bearer {(receiver == "Grafana" ? TestApp.GrafanaToken : TestApp.Token)}";
        context.Request.Headers["X-PagerDuty-Signature"] = $"v1={Sending.Hex(body, TestApp.Secret)}";
        if (receiver is not null)
            context.Request.RouteValues["receiver"] = receiver;

        await app.Endpoints.Generic(context);

        context.Response.StatusCode.Should().Be(StatusCodes.Status404NotFound);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData("sha256=")]
    [InlineData("")]
    public async Task Any_secret_passes_and_a_prefix_may_stand_in_front(string prefix)
    {
        await using var app = await TestApp.StartAsync([.. Zabbix.Signed, ($"{Zabbix.Section}:SignatureHeader", "X-Hub-Signature-256")]);
        (await app.ZabbixAsync(Body, prefix + Sending.Hex(Body, Zabbix.SecondSecret), "X-Hub-Signature-256")).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await app.ZabbixAsync(Body, prefix + Sending.Hex(Body, Zabbix.SecondSecret))).ProblemAsync(401, "not-authentic");
    }

    [Fact]
    public async Task A_wrong_signature_reaches_nothing_and_a_token_is_none()
    {
        await using var app = await TestApp.StartAsync(Zabbix.Signed);
        await (await app.ZabbixAsync(Body, Sending.Hex(Body, "not-the-secret"))).ProblemAsync(401, "not-authentic");
        await (await app.ZabbixAsync(Body, "")).ProblemAsync(401, "not-authentic");
        await (await app.SendAsync(HttpMethod.Post, "/api/webhooks/zabbix", Zabbix.Secret, Sending.Json(Body))).ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_token_passes_where_tokens_are_configured_and_no_other()
    {
        await using var app = await TestApp.StartAsync(Zabbix.ByToken);
        (await app.SendAsync(HttpMethod.Post, "/api/webhooks/zabbix", Zabbix.SecondSecret, Sending.Json(Body))).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Fencer.Deliveries.Clear();
        await (await app.SendAsync(HttpMethod.Post, "/api/webhooks/zabbix", TestApp.Token, Sending.Json(Body))).ProblemAsync(401, "not-authentic");
        await (await app.ZabbixAsync(Body)).ProblemAsync(401, "not-authentic");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-302, false)]
    public async Task A_timestamp_is_signed_where_it_is_configured(int seconds, bool taken)
    {
        await using var app = await TestApp.StartAsync([.. Zabbix.Signed, ($"{Zabbix.Section}:TimestampHeader", "X-Signed-At")]);
        var stamp = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var response = await app.ZabbixAsync(Body, Sending.Hex([.. Encoding.ASCII.GetBytes(stamp + ":"), .. Body], Zabbix.Secret), more: ("X-Signed-At", stamp));
        ((int)response.StatusCode).Should().Be(taken ? 200 : 401);
        await (await app.ZabbixAsync(Body)).ProblemAsync(401, "not-authentic");
        app.Fencer.Deliveries.Should().HaveCount(taken ? 1 : 0);
    }

    [Theory]
    [InlineData("/api/webhooks/nobody")]
    [InlineData("/api/webhooks/%2e%2e")]
    public async Task A_name_that_no_receiver_has_is_no_path(string path)
    {
        await using var app = await TestApp.StartAsync(Zabbix.Signed);
        await (await app.SendAsync(HttpMethod.Post, path, TestApp.Token, Sending.Json(Body))).ProblemAsync(404, "no-such-path");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task It_can_be_explained_by_its_name()
    {
        await using var app = await TestApp.StartAsync(Zabbix.Signed);
        var response = await app.SendAsync(HttpMethod.Post, "/api/explain?receiver=zabbix", TestApp.Reader, Sending.Json(Body));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        app.Explainer.Asked.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("Name", null, "is missing")]
    [InlineData("Name", "Zabbix", "lower-case")]
    [InlineData("Name", "za/bbix", "lower-case")]
    [InlineData("Name", "a-name-that-is-longer-than-thirty-2", "lower-case")]
    [InlineData("Name", "grafana", "receiver of its own")]
    [InlineData("Secrets:0", "0123456789abcdef0123456789abcde", "32 characters")]
    [InlineData("Tokens:0", "0123456789abcdef0123456789abcdef", "keep one of them")]
    [InlineData("SignatureHeader", "a b", "no name of a header")]
    [InlineData("TimestampHeader", "a:b", "no name of a header")]
    [InlineData("Pointers:Key", null, "is missing")]
    [InlineData("Pointers:Host", null, "is missing")]
    [InlineData("Pointers:Status", null, "is missing")]
    [InlineData("Pointers:Time", null, "is missing")]
    [InlineData("Pointers:Host", "host", "no JSON pointer")]
    [InlineData("Pointers:List", "$.alerts", "no JSON pointer")]
    [InlineData("Pointers:Labels", "/a~2", "no JSON pointer")]
    [InlineData("Firing:0", null, "is missing")]
    [InlineData("Resolved:0", null, "is missing")]
    [InlineData("Resolved:0", "1", "a word does one of them")]
    [InlineData("MaxAlerts", "0", "1 to 10000")]
    [InlineData("AnswerWithin", "00:02:00", "00:01:00")]
    public async Task Wrong_settings_stop_the_start_by_their_key_and_without_the_secret(string key, string? value, string expected)
    {
        var start = () => TestApp.StartAsync([.. Zabbix.Signed, ($"{Zabbix.Section}:{key}", value)]);
        var failure = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().ContainSingle().Subject;
        failure.Should().StartWith($"{Zabbix.Section}:{key.Split(":0")[0]}").And.Contain(expected).And.NotContain("0123456789abcdef");
    }

    [Theory]
    [InlineData("Secrets", 31, false)]
    [InlineData("Secrets", 32, true)]
    [InlineData("Tokens", 31, false)]
    [InlineData("Tokens", 32, true)]
    public async Task A_secret_or_token_shorter_than_32_characters_stops_the_start(string key, int length, bool starts)
    {
        var start = async () =>
        {
            await using var app = await TestApp.StartAsync([.. key == "Tokens" ? Zabbix.ByToken : Zabbix.Signed, ($"{Zabbix.Section}:{key}:1", Zabbix.SecondSecret[..length])]);
        };
        if (starts)
            await start.Should().NotThrowAsync();
        else
            (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().ContainSingle().Which.Should().StartWith($"{Zabbix.Section}:{key}:1").And.Contain("32 characters").And.NotContain(Zabbix.SecondSecret[..length]);
    }

    [Fact]
    public async Task One_that_nobody_could_send_to_and_a_name_used_twice_stop_the_start()
    {
        var start = () => TestApp.StartAsync([.. Zabbix.Signed, ($"{Zabbix.Section}:Secrets:0", null), ($"{Zabbix.Section}:Secrets:1", null)]);
        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().ContainSingle().Which.Should().StartWith($"{Zabbix.Section}:Secrets is missing");

        var twice = () => TestApp.StartAsync([.. Zabbix.Signed, .. Zabbix.Signed.Select(one => (one.Key.Replace(":Generic:0", ":Generic:1", StringComparison.Ordinal), one.Value))]);
        (await twice.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().ContainSingle().Which.Should().StartWith("NovaFence:Receivers:Generic:1:Name 'zabbix' is used twice");
    }

    [Theory]
    [InlineData("asserted", true, null)]
    [InlineData("asserted", false, "NovaFence:Routes:0:Evidence")]
    [InlineData("any(asserted, label:fenced=\"true\")", false, "NovaFence:Routes:0:Evidence")]
    [InlineData("all(asserted, label:fenced=\"true\")", false, "NovaFence:Routes:0:Evidence")]
    [InlineData("label:fenced=\"true\"", false, null)]
    [InlineData("corroborated:2", false, null)]
    public void A_route_may_only_assert_what_is_signed(string evidence, bool isSigned, string? key)
    {
        var problems = Problems([.. isSigned ? Zabbix.Signed : Zabbix.ByToken, ("NovaFence:Routes:0:Evidence", evidence)]);
        if (key is null)
            problems.Should().BeEmpty();
        else
            problems.Should().ContainSingle().Which.Should().StartWith(key).And.Contain("zabbix").And.Contain("Secrets");
    }

    [Fact]
    public void A_receiver_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var problems = Problems([.. Zabbix.Signed, ("NovaFence:Routes:0:Receiver", "zabix"), ("NovaFence:Routes:0:Evidence", "asserted")]);
        problems.Should().ContainSingle().Which.Should().StartWith("NovaFence:Routes:0:Receiver is 'zabix'").And.Contain("alertmanager, grafana, pagerduty or zabbix");
    }

    private static IReadOnlyList<string> Problems(IEnumerable<(string Key, string? Value)> more)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["NovaFence:Routes:0:Name"] = "zabbix",
            ["NovaFence:Routes:0:Receiver"] = "zabbix",
            ["NovaFence:Routes:0:Match:0"] = "alertname=\"HostDown\"",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging().AddNovaFenceCore(configuration).AddNovaFenceHttp(configuration).BuildServiceProvider();
        try
        {
            services.GetRequiredService<IOptions<NovaFenceOptions>>().Value.Routes.Should().ContainSingle();
            services.GetRequiredService<RouteTable>().Routes.Should().ContainSingle();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
    }
}
