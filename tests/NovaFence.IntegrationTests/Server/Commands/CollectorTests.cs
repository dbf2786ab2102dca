using System.Net;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence serve</c> where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task It_gets_logs_numbers_and_the_steps_of_the_senders_own_trace_and_no_token()
    {
        await using var collector = new OtlpCollector();
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        foreach (var (name, value) in collector.Variables(TimeSpan.FromMilliseconds(200)))
            own.Surroundings.Variables[name] = value;

        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);

        await Patience.UntilAsync("its verdict is there", () => Task.FromResult(collector.Has("logs", "NovaFence.Core.Hosts.Fencer")));
        await Patience.UntilAsync("its numbers are", () => Task.FromResult(((string[])["novafence.verdicts", "novafence.hosts", "novafence.nova.request.duration", "novafence.token.expiry.timestamp"]).All(name =>
            collector.Has("metrics", name))));
        await Patience.UntilAsync("its steps are", () => Task.FromResult(((string[])["received", "looked", "decided", "intent", "PUT", "outcome"]).All(step => collector.Has("traces", step))));
        collector.Knows("novafence").Should().BeTrue();
        ((string[])[CloudAndLedger.Token, CloudAndLedger.OperatorToken, own.Cloud.Admin.ApplicationCredentialSecret]).Where(collector.Knows).Should().BeEmpty();
    }
}
