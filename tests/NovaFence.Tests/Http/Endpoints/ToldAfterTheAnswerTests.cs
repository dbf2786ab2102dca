using System.Net;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>Where the process has no timer, receivers of notifications are told after the answer to a delivery, which does not wait for them.</summary>
public sealed class ToldAfterTheAnswerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alertmanager-firing")]
    [InlineData("pagerduty-triggered")]
    public async Task The_answer_does_not_wait(string sender)
    {
        await using var app = await TestApp.StartAsync();
        var (began, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        app.Outbox.MayHaveSome = true;
        app.Outbox.Do = _ =>
        {
            app.Fencer.Deliveries.Should().NotBeEmpty("the delivery's own alerts come first");
            began.TrySetResult();
            return end.Task;
        };

        using var answer = await SendAsync(app, sender).WaitAsync(Patience, Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Stop)).Should().EndWith("}");
        answer.Headers.ConnectionClose.Should().BeTrue("the next request must not wait on this connection");
        await began.Task.WaitAsync(Patience, Stop);
        end.SetResult();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Nobody_is_told_where_a_timer_does_it_or_nothing_waits(bool hasTimer, bool mayHaveSome)
    {
        await using var app = await TestApp.StartAsync();
        (app.Outbox.HasTimer, app.Outbox.MayHaveSome) = (hasTimer, mayHaveSome);

        using var answer = await SendAsync(app, "alertmanager-firing");

        answer.Headers.ConnectionClose.Should().NotBe(true);
        app.Outbox.Runs.Should().Be(0);
    }

    [Fact]
    public async Task What_is_not_authentic_has_nobody_told()
    {
        await using var app = await TestApp.StartAsync();
        app.Outbox.MayHaveSome = true;

        await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), "a-wrong-token");

        app.Outbox.Runs.Should().Be(0);
    }

    [Fact]
    public async Task A_defect_there_is_logged_and_the_next_delivery_is_answered()
    {
        await using var app = await TestApp.StartAsync();
        app.Outbox.MayHaveSome = true;
        app.Outbox.Do = _ => throw new InvalidOperationException("a defect");

        (await SendAsync(app, "alertmanager-firing")).StatusCode.Should().Be(HttpStatusCode.OK);
        await app.Log.WaitForAsync(line => line.Id.Id == 4111);
        (await SendAsync(app, "alertmanager-firing")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_operator_has_a_receiver_told_again()
    {
        await using var app = await TestApp.StartAsync();

        (await DeleteAsync(app, "?notify=ops")).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Outbox.Refusal = "NovaFence:Notify has no receiver of this name, but ops.";
        (await (await DeleteAsync(app, "?notify=opps")).ProblemAsync(422, "not-done")).Should().Contain("ops");

        app.Outbox.Resumed.Should().Equal("ops by api", "opps by api");
        app.Pauses.Told.Should().BeEmpty();
    }

    [Theory]
    [InlineData("?notify=")]
    [InlineData("?notify=ops&notify=chat")]
    [InlineData("?notify=ops&host=compute1")]
    [InlineData("?notify=ops&storm=true")]
    public async Task What_cannot_be_meant_is_answered_400(string query)
    {
        await using var app = await TestApp.StartAsync();

        await (await DeleteAsync(app, query)).ProblemAsync(400, "unreadable");

        (app.Outbox.Resumed.Count, app.Pauses.Told.Count).Should().Be((0, 0));
    }

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string sender) =>
        sender == "pagerduty-triggered" ? app.PagerDutyAsync(Payload.Bytes(sender)) : app.AlertmanagerAsync(Payload.Bytes(sender));

    private static async Task<HttpResponseMessage> DeleteAsync(TestApp app, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/pause" + query) { Headers = { Authorization = new("Bearer", TestApp.Operator) } };
        return await app.Client.SendAsync(request, Stop);
    }
}
