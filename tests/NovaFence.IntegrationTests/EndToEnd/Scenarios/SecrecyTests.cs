using NovaFence.EndToEnd.Tests.Read;
using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using NovaFence.Sandbox;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>A run in which much goes wrong, with every level logged: no secret in a log line, an answer or the ledger.</summary>
public sealed class SecrecyTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task No_secret_is_in_the_logs_the_answers_or_the_ledger(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Settings = new Dictionary<string, string?> { ["NovaFence:Ledger:Timeout"] = "00:00:00.3", ["NovaFence:Cloud:List:Deadline"] = "00:00:01" } }, azurite);
        await using var receiver = new ScriptedReceiver();
        receiver.Answer = (received, stream) => ScriptedReceiver.Says(stream, "302 Found", $"Location: {receiver.Url}\r\n", $"{receiver.Url} {string.Join(' ', received.Headers.Values)} {SigningSecret}");
        // An Alertmanager that nobody is at.
        var instance = await given.Instance(("NovaFence:Announce:Alertmanager:Urls:0", "http://127.0.0.1:1"), ("NovaFence:Announce:Alertmanager:Token", "announcing-token-90ae12"),
            // A chat, and a receiver that refuses, redirects and shows what it was sent.
            ("NovaFence:Notify:0:Name", "chat"), ("NovaFence:Notify:0:Format", "slack"), ("NovaFence:Notify:0:Url", "http://127.0.0.1:1/services/slack-path-2c71be"),
            ("NovaFence:Notify:1:Name", "ops"), ("NovaFence:Notify:1:Url", receiver.Url), ("NovaFence:Notify:1:Secrets:0", SigningSecret));
        var wrongPassword = await given.Start(("NovaFence:Cloud:Password", "not-the-password-7e1c"), ("NovaFence:Cloud:StartTimeout", "00:00:00"));
        List<Reply> replies = [];

        replies.Add(await instance.Deliver(Firing("compute1"), Firing("compute9"), Firing("compute2").Named("HostMaybeDown")));
        replies.Add(await instance.Deliver(Incident.Triggered("compute3", given.Clock.GetUtcNow())));
        foreach (var fault in (FaultKind[])[FaultKind.Dropped, FaultKind.DatabaseDown, FaultKind.BadGateway, FaultKind.ReplyLost])
        {
            given.Cloud.NovaFault = new Fault(fault);
            replies.Add(await instance.Deliver(Resolved("compute1")));
            given.Cloud.NovaFault = null;
            replies.Add(await instance.Deliver(Resolved("compute1")));
            replies.Add(await instance.Deliver(Firing("compute1", minute: 2 + (2 * (int)fault)), Resolved("compute1", minute: 3 + (2 * (int)fault))));
        }

        given.Cloud.ExpireTokens();
        replies.Add(await instance.Deliver(Firing("compute4")));
        given.Cloud.ExpireTokens();
        given.Cloud.KeystoneFault = new Fault(FaultKind.BadGateway);
        replies.Add(await instance.Deliver(Resolved("compute4")));
        given.Cloud.KeystoneFault = null;
        replies.Add(await instance.Deliver(Resolved("compute4")));
        replies.Add(await wrongPassword.Deliver(Firing("compute5")));
        replies.Add(await wrongPassword.SendAsync(HttpMethod.Get, "/api/health/ready", null, SceneSettings.OperatorToken));

        await given.Ledger.TakeAwayAsync();
        replies.Add(await instance.Deliver(Firing("compute5")));
        replies.Add(await instance.SendAsync(HttpMethod.Get, "/api/health/ready", null, SceneSettings.ReaderToken));
        replies.Add(await instance.SendAsync(HttpMethod.Get, "/api/hosts", null, SceneSettings.ReaderToken));
        await given.Ledger.BringBackAsync();

        replies.Add(await instance.ForceDown("compute5", reason: "seen off"));
        replies.Add(await instance.SendAsync(HttpMethod.Post, "/api/audit", null, SceneSettings.OperatorToken));
        replies.Add(await instance.SendAsync(HttpMethod.Get, "/api/hosts/compute1/events", null, SceneSettings.OperatorToken));
        replies.Add(await instance.SendAsync(HttpMethod.Get, "/api/hosts", null, "a-wrong-token-4411"));
        replies.Add(await instance.SendAsync(HttpMethod.Post, "/api/webhooks/alertmanager", Instance.Json("{"), SceneSettings.AlertmanagerToken));
        replies.Add(await instance.SendAsync(HttpMethod.Post, "/api/webhooks/pagerduty", Instance.Json("{}"), null, ("X-PagerDuty-Signature", Incident.Signature("{ }", SceneSettings.PagerDutySecret))));
        await instance.DisposeAsync();
        await wrongPassword.DisposeAsync();

        // Else there would be nothing to look for, or nowhere to look.
        given.Tokens.Should().HaveCountGreaterThan(2);
        replies.Select(reply => reply.Status).Should().Contain([200, 400, 401, 503]);
        instance.Log.Text.Should().Contain("http://127.0.0.1:1/api/v2/alerts could not be told").And.Contain("chat: could not be told").And.Contain("ops: could not be told");
        receiver.All.Should().NotBeEmpty();
        var texts = new Dictionary<string, string>
        {
            ["the log"] = instance.Log.Text,
            ["the other's log"] = wrongPassword.Log.Text,
            ["the answers"] = string.Join('\n', replies.Select(reply => reply.Body)),
            ["the ledger"] = await given.Ledger.ReadWholeAsync(),
        };
        foreach (var (where, text) in texts)
        {
            text.Length.Should().BeGreaterThan(500);
            foreach (var (what, secret) in Secrets(given))
                text.Contains(secret, StringComparison.OrdinalIgnoreCase).Should().BeFalse("{0} must not hold {1}", where, what);
        }
    }

    private const string SigningSecret = "whsec_c2lnbmluZy1zZWNyZXQtNGUxOWFhLW9mLTMyLWJ5dGU=";

    private static IEnumerable<(string What, string Secret)> Secrets(Scene given)
    {
        yield return ("Slack's path", "slack-path-2c71be");
        yield return ("a receiver's path", "5eCret-path");
        yield return ("what notifications are signed with", SigningSecret);
        yield return ("the webhook's token", SceneSettings.AlertmanagerToken);
        yield return ("the signing secret", SceneSettings.PagerDutySecret);
        yield return ("the operator's token", SceneSettings.OperatorToken);
        yield return ("the reader's token", SceneSettings.ReaderToken);
        yield return ("the token for Alertmanager", "announcing-token-90ae12");
        yield return ("a token somebody tried", "a-wrong-token-4411");
        yield return ("a password that is wrong", "not-the-password-7e1c");
        yield return ("Keystone's password", given.Cloud.Admin.Password);
        // Keystone's tokens all begin alike, so this finds also those that were never used.
        yield return ("a Keystone token", "gAAAAA");
        foreach (var token in given.Tokens.Keys)
            yield return ("a Keystone token", token);
        if (given.Ledger is TablesPlace tables)
        {
            yield return ("the connection string", tables.ConnectionString);
            yield return ("the account's key", tables.ConnectionString.Split("AccountKey=")[1].Split(';')[0]);
        }
    }
}
