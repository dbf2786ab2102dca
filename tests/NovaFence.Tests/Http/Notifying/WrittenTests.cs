using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Core.Decisions;
using NovaFence.Core.Notify;

namespace NovaFence.Http.Tests.Notifying;

/// <summary>What is written to receivers, and how it is signed.</summary>
public sealed class WrittenTests
{
    [Fact]
    public async Task A_cloud_event_has_what_the_documentation_shows()
    {
        var (sent, _) = await SentAsync(null, ("PublicUrl", "https://novafence.example.org"));

        sent.Headers["Content-Type"].Should().Be("application/cloudevents+json; charset=utf-8");
        JsonNode.DeepEquals(JsonNode.Parse(sent.Body), JsonNode.Parse("""
            {
              "specversion": "1.0",
              "id": "01a20132437a724a81969d45f7b4e3c5",
              "source": "https://novafence.example.org/",
              "type": "io.novafence.host.forced_down.v1",
              "subject": "compute1",
              "time": "2026-03-14T02:11:05Z",
              "datacontenttype": "application/json",
              "data": {
                "host": "compute1",
                "state": "down",
                "reason": "forced down",
                "text": "forced down: it is \"fenced\"",
                "alert": { "receiver": "alertmanager", "fingerprint": "4f1c", "name": "HostFenced", "url": "https://prometheus.example.org/graph?g0.expr=up&x=1" },
                "url": "https://novafence.example.org/hosts/compute1"
              }
            }
            """)).Should().BeTrue(sent.Body);
    }

    [Fact]
    public async Task A_finding_of_no_host_has_no_subject_and_without_a_public_url_there_are_no_links()
    {
        var (sent, _) = await SentAsync(new Notification
        {
            Id = "f-1",
            Kind = NotificationKind.FindingOpened,
            At = DateTimeOffset.UnixEpoch,
            Finding = "audit failed",
            Severity = "critical",
            Since = DateTimeOffset.UnixEpoch,
            Text = "See to Nova",
        });

        JsonNode.DeepEquals(JsonNode.Parse(sent.Body), JsonNode.Parse("""
            {
              "specversion": "1.0", "id": "f-1", "source": "urn:novafence", "type": "io.novafence.finding.opened.v1", "time": "1970-01-01T00:00:00Z", "datacontenttype": "application/json",
              "data": { "text": "See to Nova", "finding": "audit failed", "severity": "critical", "since": "1970-01-01T00:00:00+00:00" }
            }
            """)).Should().BeTrue(sent.Body);
    }

    [Theory]
    [InlineData(NotificationKind.ForcedDown, "io.novafence.host.forced_down.v1")]
    [InlineData(NotificationKind.Unset, "io.novafence.host.unset.v1")]
    [InlineData(NotificationKind.Held, "io.novafence.host.held.v1")]
    [InlineData(NotificationKind.FindingOpened, "io.novafence.finding.opened.v1")]
    [InlineData(NotificationKind.FindingClosed, "io.novafence.finding.closed.v1")]
    public async Task Each_kind_has_its_type(NotificationKind kind, string type)
    {
        var (sent, _) = await SentAsync(new Notification { Id = "1", Kind = kind, At = DateTimeOffset.UnixEpoch, Host = "compute1", Finding = "held", Severity = "warning" });

        JsonNode.Parse(sent.Body)!["type"]!.GetValue<string>().Should().Be(type);
    }

    [Fact]
    public async Task It_is_signed_by_each_secret_over_id_timestamp_and_body()
    {
        var (sent, given) = await SentAsync(null, ("Notify:0:Secrets:1", Notifier.SecondSecret));

        sent.Headers["webhook-id"].Should().Be(given.Down.Id);
        var timestamp = sent.Headers["webhook-timestamp"];
        timestamp.Should().Be(FormattableString.Invariant($"{given.Clock.GetUtcNow().ToUnixTimeSeconds()}"));
        sent.Headers["webhook-signature"].Split(' ').Should().Equal(new[] { Notifier.Secret, Notifier.SecondSecret }.Select(secret =>
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{given.Down.Id}.{timestamp}.{sent.Body}")))}"));
    }

    [Fact]
    public async Task A_retry_bears_the_same_id_and_body_and_its_own_timestamp_and_signature()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        await given.SendAsync();
        given.Clock.Advance(TimeSpan.FromHours(6));
        await given.SendAsync();

        var (first, second) = (receiver.All[0], receiver.All[1]);
        (second.Headers["webhook-id"], second.Body).Should().Be((first.Headers["webhook-id"], first.Body));
        (long.Parse(second.Headers["webhook-timestamp"], null) - long.Parse(first.Headers["webhook-timestamp"], null)).Should().Be(6 * 3600);
        second.Headers["webhook-signature"].Should().NotBe(first.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Slack_gets_one_text_with_links()
    {
        var (sent, _) = await SentAsync(null, ("Notify:0:Format", "slack"), ("Notify:0:Secrets:0", null), ("PublicUrl", "https://novafence.example.org"));

        sent.Headers["Content-Type"].Should().Be("application/json");
        sent.Headers.Keys.Should().NotContain(name => name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        JsonNode.Parse(sent.Body)!["text"]!.GetValue<string>().Should().Be(
            "*compute1* is forced down: forced down: it is \"fenced\" (alert <https://prometheus.example.org/graph?g0.expr=up&amp;x=1|HostFenced>) <https://novafence.example.org/hosts/compute1|NovaFence>");
    }

    [Fact]
    public async Task What_an_alert_says_calls_nobody_links_nowhere_and_turns_no_line_around()
    {
        var (sent, _) = await SentAsync(
            new Notification { Id = "1", Kind = NotificationKind.Held, At = DateTimeOffset.UnixEpoch, Host = "<!channel>", AlertName = "<https://evil.example.org|click>\u202e", Text = "no evidence: <@U024BE7LH> & \u0007" + new string('x', 5000) },
            ("Notify:0:Format", "slack"), ("Notify:0:Secrets:0", null));

        var text = JsonNode.Parse(sent.Body)!["text"]!.GetValue<string>();
        text.Should().NotContainAny("<", ">", "\u202e", "\u0007").And.StartWith("*&lt;!channel&gt;* is held: no evidence: &lt;@U024BE7LH&gt; &amp; ?");
        text.Length.Should().BeLessThan(1500);
    }

    [Theory]
    [InlineData(NotificationKind.Unset, "compute1", "*compute1* is up again: said")]
    [InlineData(NotificationKind.Held, null, "An alert that names no host is held: said")]
    [InlineData(NotificationKind.FindingOpened, "compute1", "*compute1*: held (warning). said")]
    [InlineData(NotificationKind.FindingOpened, null, "held (warning). said")]
    [InlineData(NotificationKind.FindingClosed, "compute1", "*compute1*: no longer held")]
    public async Task Each_kind_has_its_sentence(NotificationKind kind, string? host, string sentence)
    {
        var (sent, _) = await SentAsync(
            new Notification { Id = "1", Kind = kind, At = DateTimeOffset.UnixEpoch, Host = host, Finding = "held", Severity = "warning", Text = "said", State = HostState.Clear },
            ("Notify:0:Format", "slack"), ("Notify:0:Secrets:0", null));

        JsonNode.Parse(sent.Body)!["text"]!.GetValue<string>().Should().Be(sentence);
    }

    private static async Task<(ScriptedReceiver.Received Sent, Notifier Given)> SentAsync(Notification? notification, params (string, string?)[] settings)
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier([("Notify:0:Url", receiver.Url), .. settings]);
        (await given.SendAsync(notification)).Should().BeOfType<SendResult.Taken>();
        return (receiver.All.Should().ContainSingle().Subject, given);
    }
}
