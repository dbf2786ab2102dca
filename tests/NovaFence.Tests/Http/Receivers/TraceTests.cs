using System.Diagnostics;
using System.Net.Http.Headers;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

/// <summary>Whose trace a delivery belongs to.</summary>
public sealed class TraceTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = $"00-{TraceId}-00f067aa0ba902b7-01";

    [Fact]
    public async Task The_trace_of_a_sender_that_has_proved_who_it_is_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        var seen = Seen(app);

        await SendAsync(app, TestApp.Token, ("traceparent", Parent), ("tracestate", "vendor=1"));

        seen.Single().Should().Be(TraceId);
    }

    [Fact]
    public async Task Without_one_each_delivery_has_its_own()
    {
        await using var app = await TestApp.StartAsync();
        var seen = Seen(app);

        await SendAsync(app, TestApp.Token);
        await SendAsync(app, TestApp.Token, ("traceparent", "00-nothing"));

        seen.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.NotContain("").And.NotContain(TraceId);
    }

    [Fact]
    public async Task Before_that_it_is_nobodys()
    {
        await using var app = await TestApp.StartAsync();
        var seen = new List<string>();
        // Whatever is begun while the token is not looked at yet, the framework's own among it.
        using var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.TraceId.ToHexString() == TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = activity =>
            {
                if (activity.TraceId.ToHexString() == TraceId)
                    seen.Add($"{activity.Source.Name} {activity.OperationName}");
            },
        };
        ActivitySource.AddActivityListener(listener);

        (await SendAsync(app, "wrong", ("traceparent", Parent), ("baggage", "a=b"))).Should().Be(401);

        seen.Should().BeEmpty();
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task What_a_stranger_carries_in_baggage_goes_nowhere()
    {
        await using var app = await TestApp.StartAsync();
        (string? TraceId, int Carried) seen = ("", -1);
        app.Fencer.Obey = (command, _) =>
        {
            seen = (Activity.Current?.TraceId.ToHexString(), Activity.Current?.Baggage.Count() ?? 0);
            return Task.FromResult(new Outcome { Host = command.Host, Verdict = new Verdict(VerdictKind.Unset, Reason.OperatorsWord, "") });
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/hosts/compute1/force-down") { Content = Sending.Json("""{"forced_down":false,"reason":"x"}""") };

        await SendAsync(app, TestApp.Operator, request, ("traceparent", Parent), ("baggage", "a=b"));

        seen.Carried.Should().Be(0);
        seen.TraceId.Should().NotBe(TraceId, "of a command the framework's word is all there is");
    }

    private static List<string> Seen(TestApp app)
    {
        var seen = new List<string>();
        app.Fencer.Decide = alert =>
        {
            seen.Add(Activity.Current?.TraceId.ToHexString() ?? "");
            return Decided(alert.Fingerprint);
        };
        return seen;
    }

    private static Outcome Decided(string fingerprint) => new() { Fingerprint = fingerprint, Verdict = new Verdict(VerdictKind.Ignored, Reason.AlreadyDown, "") };

    private static async Task<int> SendAsync(TestApp app, string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = Sending.Json(Payload.Bytes("alertmanager-firing")) };
        return await SendAsync(app, token, request, headers);
    }

    private static async Task<int> SendAsync(TestApp app, string token, HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        // The client of the tests would send the trace of the test itself.
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator() }) { BaseAddress = app.Address };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
