using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence serve</c> where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.</summary>
public sealed class CollectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_logs_numbers_and_the_steps_of_the_senders_own_trace_and_no_token()
    {
        var received = new ConcurrentQueue<(string Path, string Text)>();
        await using var collector = Collector(received);
        await collector.StartAsync(Token);
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        foreach (var (name, value) in new (string, string)[]
        {
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
        })
        {
            own.Surroundings.Variables[name] = value;
        }

        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);

        await Patience.UntilAsync("its verdict is there", () => Task.FromResult(received.Any(static sent => sent.Path == "/v1/logs" && sent.Text.Contains("NovaFence.Core.Hosts.Fencer"))));
        await Patience.UntilAsync("its numbers are", () => Task.FromResult(((string[])["novafence.verdicts", "novafence.hosts", "novafence.nova.request.duration", "novafence.token.expiry.timestamp"]).All(name =>
            received.Any(sent => sent.Path == "/v1/metrics" && sent.Text.Contains(name)))));
        await Patience.UntilAsync("its steps are", () => Task.FromResult(((string[])["received", "looked", "decided", "intent", "PUT", "outcome"]).All(step =>
            received.Any(sent => sent.Path == "/v1/traces" && sent.Text.Contains(step)))));
        received.Should().Contain(static sent => sent.Text.Contains("novafence")).And.NotContain(sent =>
            sent.Text.Contains(CloudAndLedger.Token) || sent.Text.Contains(CloudAndLedger.OperatorToken) || sent.Text.Contains(own.Cloud.Admin.ApplicationCredentialSecret));
    }

    private static WebApplication Collector(ConcurrentQueue<(string Path, string Text)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            // Protobuf: what is text in it stands there as it is.
            received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Ok();
        });
        return collector;
    }
}
