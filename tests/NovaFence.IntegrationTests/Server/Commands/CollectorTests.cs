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

    [Fact]
    public async Task Headers_that_are_none_stop_the_start_by_their_name_and_are_not_shown()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9";
        own.Surroundings.Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "Bearer-of-the-collector";

        var ended = await own.RunAsync("serve", "--port", "0");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("OTEL_EXPORTER_OTLP_HEADERS").And.NotContain("of-the-collector");
    }
}
