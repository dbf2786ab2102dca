using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>Where a collector of OpenTelemetry's is named, the worker sends it its verdicts.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_verdict_reaches_the_collector_with_its_category_and_its_values_and_with_it_the_numbers_and_the_steps()
    {
        var received = new ConcurrentQueue<(string Path, string Text)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            // Protobuf: what is text in it stands there as it is.
            received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Ok();
        });
        await collector.StartAsync(Token);

        await using var chat = new ScriptedReceiver();
        await using var stage = new Stage(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            // A chat, whose URL is a secret: traces of requests would have it.
            ["NovaFence__Notify__0__Name"] = "chat",
            ["NovaFence__Notify__0__Format"] = "slack",
            ["NovaFence__Notify__0__Url"] = chat.Url,
        });
        await stage.InitializeAsync();
        stage.Cloud.Crash("compute1");
        (await Callers.VerdictAsync(await stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");

        await Patience.UntilAsync("the verdict has reached the collector", () => Task.FromResult(received.Any(static sent =>
            sent.Path == "/v1/logs" && sent.Text.Contains("NovaFence.Core.Hosts.Fencer") && sent.Text.Contains("Verdict") && sent.Text.Contains("compute1"))));
        await Patience.UntilAsync("its numbers have", () => Task.FromResult(received.Any(static sent =>
            sent.Path == "/v1/metrics" && sent.Text.Contains("novafence.verdicts") && sent.Text.Contains("novafence.hosts") && sent.Text.Contains("novafence.nova.request.duration"))));
        await Patience.UntilAsync("its steps have", () => Task.FromResult(((string[])["received", "looked", "decided", "intent", "PUT", "outcome"]).All(step =>
            received.Any(sent => sent.Path == "/v1/traces" && sent.Text.Contains(step)))));
        await Patience.UntilAsync("the chat is told", () => Task.FromResult(chat.All.Count > 0));
        // Numbers are sent as often as steps are: three times later those of the request would be there.
        var before = received.Count(static sent => sent.Path == "/v1/metrics");
        await Patience.UntilAsync("what was traced meanwhile has come", () => Task.FromResult(received.Count(static sent => sent.Path == "/v1/metrics") > before + 2));
        received.Should().NotContain(static sent => sent.Text.Contains("5eCret") || sent.Text.Contains(LocalSettings.AlertmanagerToken) || sent.Text.Contains(LocalSettings.OperatorToken));
    }
}
