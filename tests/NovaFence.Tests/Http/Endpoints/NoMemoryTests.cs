using System.Net;
using Microsoft.Extensions.Logging;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>What is answered where there is no memory for what is asked, and perhaps none for a line of the log either.</summary>
public sealed class NoMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delivery_is_answered_503_and_the_next_one_is_taken(bool logBreaks)
    {
        await using var app = await TestApp.StartAsync();
        var decides = app.Fencer.Decide;
        app.Fencer.Decide = _ => throw Scarce.Memory();
        if (logBreaks)
            app.Log.BeforeLine = static level => _ = level < LogLevel.Error ? level : throw Scarce.Memory();

        await (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).ProblemAsync(503, "unavailable");

        app.Fencer.Decide = decides;
        app.Log.BeforeLine = static _ => { };
        (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_recorded_is_answered_200_though_there_is_none_for_what_comes_after()
    {
        await using var app = await TestApp.StartAsync();
        app.Outbox.MayHaveSome = true;
        app.Auditor.MayBeMissed = true;
        app.DueWork.Do = _ => throw Scarce.Memory();
        app.Outbox.Do = _ => throw Scarce.Memory();
        app.Auditor.MakesUp = _ => throw Scarce.Memory();

        (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Readiness_says_what_could_not_be_asked_and_is_there_again()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var works = app.Cloud.Readiness;
        app.Cloud.Readiness = _ => throw Scarce.Memory();
        (await app.GetAsync("/api/health/ready")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);

        app.Cloud.Readiness = works;
        clock.Advance(TimeSpan.FromSeconds(2));
        (await app.GetAsync("/api/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_operator_is_answered_503()
    {
        await using var app = await TestApp.StartAsync();
        app.Fencer.Obey = static (_, _) => throw Scarce.Memory();
        await (await app.SendAsync(HttpMethod.Put, "/api/hosts/compute1/force-down", TestApp.Operator, Sending.Json("{\"forced_down\":true,\"reason\":\"it burns\"}"))).ProblemAsync(503, "unavailable");
    }
}
