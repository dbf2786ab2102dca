using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Calls;

/// <summary>What each request to Nova carries for its log, and how it is timed.</summary>
public sealed partial class TracedRequestsTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nova_gets_the_id_of_the_trace_as_oslo_middleware_takes_it()
    {
        await using var nova = await ScriptedOpenStack.StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        using var trace = new Activity("received").SetIdFormat(ActivityIdFormat.W3C).Start();

        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        await client.Cloud.ListComputeServicesAsync(Now);

        var id = Guid.Parse(trace.TraceId.ToHexString());
        nova.Puts.Should().ContainSingle().Which.Headers[TracedRequests.Header].Should().Be($"req-{id}");
        nova.Requests[^1].Headers[TracedRequests.Header].Should().Be($"req-{id}").And.MatchRegex(Taken());
    }

    [Fact]
    public async Task What_belongs_to_no_trace_has_an_id_of_its_own()
    {
        await using var nova = await ScriptedOpenStack.StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        Activity.Current = null;

        await client.Cloud.ListComputeServicesAsync(Now);
        await client.Cloud.ListComputeServicesAsync(Now);

        nova.Requests.Where(request => request.Path.Contains("os-services?", StringComparison.Ordinal)).Select(request => request.Headers[TracedRequests.Header])
            .Should().HaveCount(2).And.OnlyHaveUniqueItems().And.AllSatisfy(id => id.Should().MatchRegex(Taken()));
    }

    [Theory]
    [InlineData("PUT", "http://nova/v2.1/os-services/fae1dd2f", "force-down")]
    [InlineData("PUT", "http://nova/v2.1/os-services/force-down", "force-down")]
    [InlineData("GET", "http://nova/v2.1/os-services?binary=nova-compute", "list")]
    [InlineData("GET", "http://nova/v2.1/os-services", "show-token")]
    [InlineData("GET", "http://nova/v2.1/os-migrations?migration_type=evacuation&source_compute=os-services", "evacuations")]
    [InlineData("GET", "http://nova/", "versions")]
    [InlineData("GET", "http://nova/compute/v2.1", "versions")]
    public void A_request_is_called_by_what_is_asked(string method, string url, string operation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);

        TracedRequests.OperationOf(request).Should().Be(operation);
    }

    [Fact]
    public async Task Each_try_is_timed_with_its_status_and_without_one_where_no_reply_came()
    {
        await using var nova = await ScriptedOpenStack.StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ListComputeServicesAsync(Now);
        var timed = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "novafence.nova.request.duration" && ReferenceEquals(instrument.Meter, client.Get<NovaMetrics>().Meter))
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, labels, _) =>
        {
            seconds.Should().BeInRange(0, 30);
            lock (timed)
                timed.Add(string.Join(' ', labels.ToArray().Select(label => label.Value)));
        });
        listener.Start();

        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        nova.OnPut = static (context, _) => ScriptedOpenStack.JsonAsync(context, 403, """{"forbidden":{"code":403,"message":"Policy doesn't allow it."}}""");
        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        nova.OnList = ScriptedOpenStack.DieAsync;
        await client.Cloud.ListComputeServicesAsync(Now);

        timed.Take(2).Should().Equal("force-down 200", "force-down 403");
        timed.Skip(2).Should().NotBeEmpty().And.OnlyContain(one => one == "list none");
    }

    [GeneratedRegex(@"\Areq-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}\z", RegexOptions.None, 1000)]
    private static partial Regex Taken();
}
