using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>Where Application Insights is named, the worker sends it its verdicts as the app's identity.</summary>
[NeedsTime("metrics are sent once a minute; what reaches a collector is tested always")]
public sealed class AzureMonitorTests
{
    // Elsewhere .NET asks the system which roots to trust.
    public AzureMonitorTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is read on Linux alone");

    [Fact]
    public async Task A_verdict_reaches_Application_Insights_with_its_numbers_its_steps_and_its_log_by_the_identitys_token_alone()
    {
        await using var insights = await ApplicationInsights.StartAsync(TestContext.Current.CancellationToken);
        await using var chat = new ScriptedReceiver();
        await using var stage = new Stage(new Dictionary<string, string>(insights.Variables)
        {
            // A chat, whose URL is a secret: traces of requests would have it.
            ["NovaFence__Notify__0__Name"] = "chat",
            ["NovaFence__Notify__0__Format"] = "slack",
            ["NovaFence__Notify__0__Url"] = chat.Url,
        });
        await stage.InitializeAsync();
        stage.Cloud.Crash("compute1");
        (await Callers.VerdictAsync(await stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");

        await Patience.UntilAsync("the verdict's line of the log has come", () => Task.FromResult(insights.Log("NovaFence.Core.Hosts.Fencer", "1001").Count > 0));
        var line = insights.Log("NovaFence.Core.Hosts.Fencer", "1001").Single();
        var values = ApplicationInsights.Data(line)["properties"]!;
        ((string?)values["Host"], (string?)values["Verdict"], (string?)values["TraceId"]).Should().Be(("compute1", "ForceDown", ApplicationInsights.Trace(line)));

        await Patience.UntilAsync("the steps of its trace have", () => Task.FromResult(
            !((string[])["received", "looked", "decided", "intent", "PUT", "outcome"]).Except(insights.Spans(ApplicationInsights.Trace(line)!)).Any()));

        await Patience.UntilAsync("its numbers have", () => Task.FromResult(insights.Metric("novafence.verdicts").Count > 0 && insights.Metric("novafence.force_down.duration").Count > 0));
        var counted = insights.Metric("novafence.verdicts").Single(static sent => (double?)sent["metrics"]![0]!["value"] == 1);
        counted["properties"]!.AsObject().Select(static pair => $"{pair.Key}={pair.Value}")
            .Should().BeEquivalentTo("receiver=alertmanager", "route=sandbox hosts", "verdict=force-down", "reason=forced down");
        ((double?)insights.Metric("novafence.force_down.duration").Single()["metrics"]![0]!["count"]).Should().Be(1);

        await Patience.UntilAsync("the chat is told", () => Task.FromResult(chat.All.Count > 0));
        insights.Tokens.Should().BePositive();
        insights.Refused.Should().BeEmpty("nothing is sent without the token, and no identity but the app's is asked for one");
        insights.Secrets.Concat(["5eCret", LocalSettings.AlertmanagerToken, LocalSettings.OperatorToken]).Where(insights.Knows).Should().BeEmpty();
    }
}
