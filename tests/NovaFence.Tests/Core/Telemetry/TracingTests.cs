using System.Collections.Concurrent;
using System.Diagnostics;
using NovaFence.Core.Telemetry;
using NovaFence.Core.Tests.Scenarios;

namespace NovaFence.Core.Tests.Telemetry;

/// <summary>The spans of one alert. The source is one for the process, so that each test listens for a trace of its own.</summary>
public sealed class TracingTests : Scenario
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task An_alert_is_received_looked_at_decided_intended_PUT_and_written()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.TraceId.ToHexString() == TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        using (var received = Tracing.Begin("received", $"00-{TraceId}-00f067aa0ba902b7-01"))
            await FireAsync("compute1", "f1");

        ended.Select(span => span.DisplayName).Should().Equal("looked", "decided", "intent", "PUT", "outcome", "received");
        ended.Should().OnlyContain(span => span.TraceId.ToHexString() == TraceId);
        var root = ended.Last();
        root.ParentSpanId.ToHexString().Should().Be("00f067aa0ba902b7");
        ended.Where(span => span.DisplayName is "looked" or "intent" or "PUT" or "outcome").Should().OnlyContain(span => span.ParentSpanId == root.SpanId);
        ended.Single(span => span.DisplayName == "decided").ParentSpanId.Should().Be(ended.Single(span => span.DisplayName == "intent").SpanId);
        ended.Single(span => span.DisplayName == "PUT").Tags.Should().Contain(tag => tag.Key == "novafence.host" && tag.Value == "compute1").And.Contain(tag => tag.Key == "novafence.reply" && tag.Value == "Done");
        Given.Log.All.Should().ContainSingle(line => line.Id.Id == 1001).Which.Text.Should().Contain($"trace {TraceId}");
    }

    [Fact]
    public async Task Without_a_listener_there_is_a_trace_all_the_same_for_Novas_log()
    {
        string? asked = null;
        Cloud.DuringPut = (_, _) =>
        {
            asked = Activity.Current?.TraceId.ToHexString();
            return Task.CompletedTask;
        };

        using (var received = Tracing.Begin("received"))
            await FireAsync("compute1", "f1");

        asked.Should().NotBeNull().And.NotBe(new string('0', 32));
        Given.Log.All.Should().ContainSingle(line => line.Id.Id == 1001).Which.Text.Should().Contain($"trace {asked}");
        Activity.Current.Should().BeNull();
    }

    [Fact]
    public async Task What_the_timer_and_an_operator_do_has_a_trace_too()
    {
        var asked = new List<string?>();
        Cloud.DuringPut = (_, _) =>
        {
            asked.Add(Activity.Current?.TraceId.ToHexString());
            return Task.CompletedTask;
        };

        await Given.ForceDownAsync("compute1", Stop);
        await FireAsync("compute2", "f2");
        await ResolveAsync("compute2", "f2");
        await PassAsync(Minutes(3));

        asked.Should().HaveCount(3).And.OnlyHaveUniqueItems().And.NotContainNulls();
        Given.Log.All.Should().ContainSingle(line => line.Id.Id == 1002).Which.Text.Should().Contain($"trace {asked[0]}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no trace")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    public void A_parent_that_is_none_begins_a_trace_of_its_own(string parent)
    {
        using var begun = Tracing.Begin("received", parent);

        begun!.TraceId.ToHexString().Should().NotBe(new string('0', 32));
        begun.ParentSpanId.Should().Be(default(ActivitySpanId));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(513)]
    public void A_tracestate_that_is_longer_than_anybody_has_to_pass_on_is_not_sent_to_Nova(int length)
    {
        const string own = "4bf92f3577b34da6a3ce929d0e0e4737";
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.TraceId.ToHexString() == own ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);

        using var begun = Tracing.Begin("received", $"00-{own}-00f067aa0ba902b7-01", $"a={new string('x', length - 2)}");

        begun!.TraceId.ToHexString().Should().Be(own);
        (begun.TraceStateString?.Length ?? 0).Should().Be(length == 512 ? length : 0);
    }
}
