using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>Where a collector of OpenTelemetry's is named, the worker sends it its verdicts.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_verdict_reaches_the_collector_with_its_category_and_its_values_and_with_it_the_numbers_and_the_steps()
    {
        await using var collector = new OtlpCollector();
        await using var chat = new ScriptedReceiver();
        await using var stage = new Stage(new Dictionary<string, string>(collector.Variables(TimeSpan.FromMilliseconds(200)))
        {
            // A chat, whose URL is a secret: traces of requests would have it.
            ["NovaFence__Notify__0__Name"] = "chat",
            ["NovaFence__Notify__0__Format"] = "slack",
            ["NovaFence__Notify__0__Url"] = chat.Url,
        });
        await stage.InitializeAsync();
        stage.Cloud.Crash("compute1");
        (await Callers.VerdictAsync(await stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");

        await Patience.UntilAsync("the verdict has reached the collector", () => Task.FromResult(collector.Has("logs", "NovaFence.Core.Hosts.Fencer", "Verdict", "compute1")));
        await Patience.UntilAsync("its numbers have", () => Task.FromResult(collector.Has("metrics", "novafence.verdicts", "novafence.hosts", "novafence.nova.request.duration")));
        await Patience.UntilAsync("its steps have", () => Task.FromResult(((string[])["received", "looked", "decided", "intent", "PUT", "outcome"]).All(step => collector.Has("traces", step))));
        await Patience.UntilAsync("the chat is told", () => Task.FromResult(chat.All.Count > 0));
        // Numbers are sent as often as steps are: three times later those of the request would be there.
        var before = collector.Count("metrics");
        await Patience.UntilAsync("what was traced meanwhile has come", () => Task.FromResult(collector.Count("metrics") > before + 2));
        ((string[])["5eCret", LocalSettings.AlertmanagerToken, LocalSettings.OperatorToken]).Where(collector.Knows).Should().BeEmpty();
    }
}
