using System.Net;
using NovaFence.Core.Audit;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>Where the process has no timer, what waits for a time is done by whoever comes.</summary>
public sealed class DueWorkTests
{
    private static readonly string[] Questions = ["/api/health/ready", "/api/audit", "/api/hosts", "/api/hosts/compute1", "/api/hosts/compute1/events"];

    public static TheoryData<string> Asked() => [.. Questions];

    [Fact]
    public async Task A_delivery_does_what_is_due_after_its_own_alerts()
    {
        await using var app = await TestApp.StartAsync();
        app.DueWork.Do = _ =>
        {
            app.Fencer.Deliveries.Should().ContainSingle("its own alerts come first");
            return Task.CompletedTask;
        };
        (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);
        app.DueWork.Runs.Should().Be(1);
    }

    [Fact]
    public async Task An_event_of_PagerDuty_does_it_too()
    {
        await using var app = await TestApp.StartAsync();
        (await app.PagerDutyAsync(Payload.Bytes("pagerduty-triggered"))).StatusCode.Should().Be(HttpStatusCode.OK);
        app.DueWork.Runs.Should().Be(1);
    }

    [Fact]
    public async Task What_is_not_authentic_does_nothing()
    {
        await using var app = await TestApp.StartAsync();
        await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), "a-wrong-token");
        await app.GetAsync("/api/hosts", token: null);
        app.DueWork.Runs.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task A_question_does_what_is_due_and_is_answered_as_ever(string path)
    {
        await using var app = await TestApp.StartAsync();
        var expected = await StatusAsync(app, path);
        app.DueWork.Runs.Should().Be(1);
        app.DueWork.Do = _ => throw new InvalidOperationException("a defect");
        (await StatusAsync(app, path)).Should().Be(expected);
        app.DueWork.Runs.Should().Be(2);
        app.Log.All.Should().Contain(line => line.Id.Id == 4110);
    }

    [Fact]
    public async Task An_audit_that_is_asked_for_does_it_too()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.Next = new AuditReport { At = DateTimeOffset.UnixEpoch };
        (await app.SendAsync(HttpMethod.Post, "/api/audit", TestApp.Operator)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.DueWork.Runs.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task With_a_timer_nobody_else_does_it(string path)
    {
        await using var app = await TestApp.StartAsync();
        app.DueWork.HasTimer = true;
        await app.GetAsync(path);
        await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"));
        app.DueWork.Runs.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task A_question_waits_two_seconds_for_it_and_no_longer(string path)
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var began = Hang(app);
        var answer = app.GetAsync(path);
        await began.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(2));
        (await answer).StatusCode.Should().NotBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_delivery_is_answered_in_its_time_whatever_is_due()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var began = Hang(app);
        var answer = app.PagerDutyAsync(Payload.Bytes("pagerduty-triggered"));
        await began.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(4));
        (await answer).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_defect_in_it_fails_no_delivery()
    {
        await using var app = await TestApp.StartAsync();
        app.DueWork.Do = _ => throw new InvalidOperationException("a defect");
        (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static Task Hang(TestApp app)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.DueWork.Do = cancellationToken =>
        {
            began.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        };
        return began.Task;
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string path) => (await app.GetAsync(path)).StatusCode;
}
