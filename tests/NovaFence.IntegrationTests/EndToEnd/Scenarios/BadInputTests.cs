using System.Text;
using System.Text.Json.Nodes;
using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>Whatever comes in: 4xx or 200, and nothing of it reaches Nova.</summary>
public sealed class BadInputTests(AzuriteFixture azurite)
{
    private const string Alertmanager = "/api/webhooks/alertmanager";
    private const string PagerDuty = "/api/webhooks/pagerduty";

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task Nothing_but_a_refusal_or_a_hold_comes_of_it(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        var instance = await given.Instance();

        foreach (var (what, body) in Bodies())
        {
            var reply = await instance.Post(Alertmanager, body);
            reply.Status.Should().Match(status => status == 200 || (status >= 400 && status < 500), "of {0}", what);
            reply.MediaType.Should().Be(reply.Status == 200 ? "application/json" : "application/problem+json", "of {0}", what);

            var page = await instance.SendAsync(
                HttpMethod.Post, PagerDuty, Instance.Json(body), null, ("X-PagerDuty-Signature", Incident.Signature(body, SceneSettings.PagerDutySecret)));
            page.Status.Should().BeOneOf([200, 413], "of {0} as a page: {1}", what, instance.Log.Text.Split('\n').LastOrDefault(line => line.Contains("Exception", StringComparison.Ordinal)));
        }

        given.Nova.Puts.Should().BeEmpty();
        // Whatever of it is held can be looked at, and disturbs nothing.
        (await instance.Hosts()).Should().HaveCountGreaterThan(5);
        (await instance.Deliver(Firing("compute1"))).Outcome.State.Should().Be("down");
        (await instance.Audit()).Lines.Where(line => !line.EndsWith("held clear", StringComparison.Ordinal)).Should().Equal("compute1 in sync down");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        var valid = Encoding.UTF8.GetBytes(Delivery.Of(Firing("compute1")));
        var at = Encoding.UTF8.GetString(valid).IndexOf("compute1", StringComparison.Ordinal);
        byte[][] bodies = [[], [0], [0xFF, 0xFE, 0x00], [.. valid.AsSpan(0, at), 0xC3, 0x28, .. valid.AsSpan(at)], [.. valid, 0], Encoding.Unicode.GetBytes(Delivery.Of(Firing("compute1")))];

        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            var reply = await instance.SendAsync(HttpMethod.Post, Alertmanager, content, SceneSettings.AlertmanagerToken);
            reply.Status.Should().Be(400, "of {0}", Convert.ToHexString(body.AsSpan(0, Math.Min(body.Length, 16))));
        }

        given.Nova.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_delivery_that_is_not_authentic_is_refused_unread()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        var body = Delivery.Of(Firing("compute1"));
        string?[] tokens = [null, "", "x", SceneSettings.AlertmanagerToken + "x", SceneSettings.AlertmanagerToken[..^1], SceneSettings.OperatorToken, SceneSettings.PagerDutySecret];
        foreach (var token in tokens)
            (await instance.SendAsync(HttpMethod.Post, Alertmanager, Instance.Json(body), token)).Status.Should().Be(401);

        var page = Incident.Triggered("compute1", given.Clock.GetUtcNow()).Body;
        string[] signatures =
        [
            "", "v1=", "v1=zz", Incident.Signature(page, "another-secret"), Incident.Signature(page + " ", SceneSettings.PagerDutySecret),
            Incident.Signature(page, SceneSettings.PagerDutySecret)[3..], "v0=" + Incident.Signature(page, SceneSettings.PagerDutySecret)[3..],
        ];
        foreach (var signature in signatures)
            (await instance.SendAsync(HttpMethod.Post, PagerDuty, Instance.Json(page), null, ("X-PagerDuty-Signature", signature))).Status.Should().Be(401, "of {0}", signature);
        (await instance.SendAsync(HttpMethod.Post, PagerDuty, Instance.Json(page), SceneSettings.OperatorToken)).Status.Should().Be(401);

        given.Nova.Puts.Should().BeEmpty();
        (await instance.Hosts()).Should().OnlyContain(host => host.State == "clear" && !host.Held);
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        using var form = new StringContent(Delivery.Of(Firing("compute1")), Encoding.UTF8, "text/plain");

        (await instance.SendAsync(HttpMethod.Post, Alertmanager, form, SceneSettings.AlertmanagerToken)).Status.Should().Be(415);
        (await instance.SendAsync(HttpMethod.Get, Alertmanager, null, SceneSettings.AlertmanagerToken)).Status.Should().Be(405);
        (await instance.SendAsync(HttpMethod.Get, "/api/nothing", null, SceneSettings.OperatorToken)).Status.Should().Be(404);
        given.Nova.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Hosts_in_the_path_may_be_anything()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();

        foreach (var host in (string[])["nosuch", new string('h', 300), "a\nb", "\u0000", "..", "compute1/../compute2", "’; DROP TABLE rows", "%00", "é", "\ud83d\ude00"])
        {
            (await instance.ForceDown(host)).Status.Should().BeInRange(400, 499, "of '{0}'", host);
            var path = $"/api/hosts/{Uri.EscapeDataString(host)}";
            (await instance.SendAsync(HttpMethod.Get, path, null, SceneSettings.ReaderToken)).Status.Should().BeInRange(200, 499);
            (await instance.SendAsync(HttpMethod.Get, path + "/events", null, SceneSettings.ReaderToken)).Status.Should().BeInRange(200, 499);
        }

        foreach (var body in (string[])["", "null", "{}", "[]", """{"forced_down":"true"}""", """{"forced_down":1}""", """{"forced-down":true}""", """{"forced_down":true,"forced_down":false}""", """{"forced_down":true,"x":1}""", """{"forced_down":true,"reason":"\ud800"}"""])
            (await instance.SendAsync(HttpMethod.Put, "/api/hosts/compute1/force-down", Instance.Json(body), SceneSettings.OperatorToken)).Status.Should().Be(400, "of {0}", body);
        given.Nova.Puts.Should().BeEmpty();
    }

    private static IEnumerable<(string What, string Body)> Bodies()
    {
        var good = Delivery.Of(Firing("compute1"));
        for (var length = 0; length < good.Length; length += 37)
            yield return ($"the first {length} characters", good[..length]);
        yield return ("two deliveries in one body", good + good);
        foreach (var json in (string[])["null", "true", "0", "\"\"", "[]", "[[]]", "{}", "{\"alerts\":null}", "{\"version\":4,\"alerts\":[]}", "{\"version\":\"4\",\"alerts\":{}}", "{\"version\":\"5\",\"alerts\":[]}", "NaN", "1e999"])
            yield return (json, json);

        foreach (var name in (string[])["status", "labels", "startsAt"])
        {
            foreach (var value in (JsonNode?[])[null, 1, true, "", "x", new JsonArray(), new JsonObject { ["a"] = new JsonObject() }, new JsonObject { ["host"] = null }])
                yield return ($"{name} = {value?.ToJsonString()}", With(name, value));
        }

        yield return ("a fingerprint that is a number", With("fingerprint", 1));
        yield return ("deeply nested", new string('[', 100_000));
        yield return ("deeply nested labels", With("labels", "@").Replace("\"@\"", string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000), StringComparison.Ordinal));
        yield return ("a huge body", With("generatorURL", new string('x', 2 * 1024 * 1024)));
        yield return ("two thousand alerts", Delivery.Of([.. Enumerable.Range(0, 2000).Select(_ => Firing("compute1").ToJson())]).ToJsonString());

        foreach (var host in (string[])[new('h', 300), new('h', 255), new('é', 255), "\u0001", "a\r\nb", "\u0085", "compute1\u0000", "compute1\u200b", "/../compute1", "compute1;compute2", "'", "\"", "\\", "#?/", "\ud83d\ude00", "..", "[::1]", "http://compute1/", "compute1:99999999"])
            yield return ($"host '{host}'", Delivery.Of(Firing(host)));
        yield return ("a host that is half a character", Delivery.Of(Firing("@")).Replace("\"@\"", "\"\\ud800\"", StringComparison.Ordinal));
        yield return ("a label that is half a character", Delivery.Of(Firing("nosuch").With("@", "x")).Replace("\"@\"", "\"\\udc00\"", StringComparison.Ordinal));
        yield return ("a fingerprint of control characters", With("fingerprint", new string('\u0007', 500)));
        yield return ("no fingerprint", With("fingerprint", null, "nosuch"));

        foreach (var time in (string[])["9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00+14:00", "2999-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "1e9", "now"])
            yield return ($"startsAt {time}", With("startsAt", time));
        yield return ("resolved without an end", Delivery.Of(Resolved("compute1")).Replace("\"endsAt\":\"2", "\"endsOn\":\"2", StringComparison.Ordinal));
        foreach (var time in (string[])["9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00Z"])
            yield return ($"resolved at {time}", With("endsAt", time, fires: false));
    }

    private static string With(string name, JsonNode? value, string host = "compute1", bool fires = true)
    {
        var alert = (fires ? Firing(host) : Resolved(host)).ToJson();
        alert[name] = value?.DeepClone();
        // Without one of its own a route still takes it, and it stays an alert of a host that exists.
        if (name is "fingerprint" or "generatorURL")
            alert["labels"]!["host"] = "nosuch";
        return Delivery.Of([alert]).ToJsonString();
    }
}
