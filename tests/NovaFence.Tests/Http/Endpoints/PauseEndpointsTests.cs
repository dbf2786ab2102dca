using System.Net;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class PauseEndpointsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 1, 59, 26, TimeSpan.Zero);

    [Fact]
    public async Task What_is_paused_is_listed()
    {
        await using var app = await TestApp.StartAsync();
        app.Pauses.Answer = new PauseResult.Done(false, [new Pause(null, At, At.AddHours(2), "switch upgrade", "api"), new Pause("compute1", At, null, "new RAM", "cli")]);
        var response = await app.GetAsync("/api/pause");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetRawText().Should().Be(
            """
            {"pauses":[{"host":null,"since":"2026-03-14T01:59:26+00:00","until":"2026-03-14T03:59:26+00:00","reason":"switch upgrade","by":"api"},{"host":"compute1","since":"2026-03-14T01:59:26+00:00","until":null,"reason":"new RAM","by":"cli"}]}
            """);
        app.Pauses.Told.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"reason":"why"}""", "pause all for ever: why by api")]
    [InlineData("""{"host":null,"for":null,"reason":"why"}""", "pause all for ever: why by api")]
    [InlineData("""{"host":"compute1","for":"2h","reason":"why"}""", "pause compute1 for 02:00:00: why by api")]
    [InlineData("""{"for":"1h30m","reason":"why"}""", "pause all for 01:30:00: why by api")]
    public async Task An_operator_pauses(string body, string told)
    {
        await using var app = await TestApp.StartAsync();
        (await PutAsync(app, body)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Pauses.Told.Should().Equal(told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"reason":5}""")]
    [InlineData("""{"reason":"why","until":"tomorrow"}""")]
    [InlineData("""{"reason":"why","reason":"because"}""")]
    [InlineData("""{"host":"","reason":"why"}""")]
    [InlineData("""{"host":"a\u0000b","reason":"why"}""")]
    [InlineData("""{"for":"soon","reason":"why"}""")]
    [InlineData("""{"for":"","reason":"why"}""")]
    [InlineData("""{"for":"0s","reason":"why"}""")]
    [InlineData("""{"for":"-2h","reason":"why"}""")]
    public async Task What_cannot_be_read_is_answered_400(string body)
    {
        await using var app = await TestApp.StartAsync();
        await (await PutAsync(app, body)).ProblemAsync(400, "unreadable");
        app.Pauses.Told.Should().BeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_done_is_answered_422_with_what_to_do_instead()
    {
        await using var app = await TestApp.StartAsync();
        app.Pauses.Answer = new PauseResult.Refused("Nova lists no compute host 'compute9'.");
        (await (await PutAsync(app, """{"host":"compute9","reason":"why"}""")).ProblemAsync(422, "not-done")).Should().Contain("compute9");
    }

    [Fact]
    public async Task A_ledger_that_does_not_answer_is_answered_503()
    {
        await using var app = await TestApp.StartAsync();
        app.Pauses.Answer = new PauseResult.Unavailable("the ledger does not answer");
        foreach (var response in new[] { await app.GetAsync("/api/pause"), await PutAsync(app, """{"reason":"why"}"""), await DeleteAsync(app, "") })
        {
            (await response.ProblemAsync(503, "unavailable")).Should().Be("the ledger does not answer");
            response.Headers.RetryAfter.Should().NotBeNull();
        }
    }

    [Theory]
    [InlineData("", "resume all by api")]
    [InlineData("?host=compute1", "resume compute1 by api")]
    [InlineData("?Host=compute1", "resume compute1 by api")]
    [InlineData("?storm=true", "resume the storm by api")]
    [InlineData("?storm=false", "resume all by api")]
    [InlineData("?host=compute1&storm=false", "resume compute1 by api")]
    public async Task An_operator_resumes(string query, string told)
    {
        await using var app = await TestApp.StartAsync();
        var response = await DeleteAsync(app, query);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).GetRawText().Should().Be("""{"pauses":[]}""");
        app.Pauses.Told.Should().Equal(told);
    }

    [Theory]
    [InlineData("?host=")]
    [InlineData("?host=a&host=b")]
    [InlineData("?storm=")]
    [InlineData("?storm=yes")]
    [InlineData("?storm=true&storm=true")]
    [InlineData("?storm=true&host=compute1")]
    [InlineData("?hosts=compute1")]
    [InlineData("?strom=true")]
    [InlineData("?host=compute1&strom=true")]
    [InlineData("?compute1")]
    public async Task To_resume_takes_one_host_or_the_storm_or_neither(string query)
    {
        await using var app = await TestApp.StartAsync();
        await (await DeleteAsync(app, query)).ProblemAsync(400, "unreadable");
        app.Pauses.Told.Should().BeEmpty();
    }

    private static Task<HttpResponseMessage> PutAsync(TestApp app, string body) =>
        app.SendAsync(HttpMethod.Put, "/api/pause", TestApp.Operator, Sending.Json(body));

    private static Task<HttpResponseMessage> DeleteAsync(TestApp app, string query) =>
        app.SendAsync(HttpMethod.Delete, $"/api/pause{query}", TestApp.Operator);
}
