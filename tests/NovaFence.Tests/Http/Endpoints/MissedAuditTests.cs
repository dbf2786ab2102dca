using System.Net;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>Where no audit has run for too long, whoever delivers or asks for readiness starts one, and waits for nothing.</summary>
public sealed class MissedAuditTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Senders() => ["alertmanager-firing", "pagerduty-triggered", "ready", "status"];

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task It_runs_after_the_answer_which_does_not_wait_for_it(string sender)
    {
        await using var app = await TestApp.StartAsync();
        var (began, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        app.Auditor.MayBeMissed = true;
        app.Auditor.MakesUp = _ =>
        {
            began.TrySetResult();
            return end.Task;
        };

        using var answer = await SendAsync(app, sender).WaitAsync(Patience, TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().EndWith("}");
        answer.Headers.ConnectionClose.Should().BeTrue("the next request must not wait on this connection");
        await began.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        // While it runs the same sender is answered.
        (await SendAsync(app, sender).WaitAsync(Patience, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.OK);
        end.SetResult();
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Where_none_is_missing_none_runs_and_the_connection_is_kept(string sender)
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.MakesUp = _ => throw new InvalidOperationException("nobody asked for it");

        using var answer = await SendAsync(app, sender);

        answer.Headers.ConnectionClose.Should().NotBe(true);
        app.Log.All.Should().NotContain(line => line.Id.Id == 4111);
    }

    [Fact]
    public async Task What_is_not_authentic_starts_none()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.MayBeMissed = true;
        var ran = false;
        app.Auditor.MakesUp = _ =>
        {
            ran = true;
            return Task.CompletedTask;
        };

        await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), "a-wrong-token");

        ran.Should().BeFalse();
    }

    [Fact]
    public async Task A_defect_in_it_is_logged_and_fails_nothing()
    {
        await using var app = await TestApp.StartAsync();
        app.Auditor.MayBeMissed = true;
        app.Auditor.MakesUp = _ => throw new InvalidOperationException("a defect");

        (await app.GetAsync("/api/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);

        await app.Log.WaitForAsync(line => line.Id.Id == 4111);
    }

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string sender) => sender switch
    {
        "ready" => app.GetAsync("/api/health/ready"),
        "status" => app.GetAsync("/api/status"),
        "alertmanager-firing" => app.AlertmanagerAsync(Payload.Bytes(sender)),
        _ => app.PagerDutyAsync(Payload.Bytes(sender)),
    };
}
