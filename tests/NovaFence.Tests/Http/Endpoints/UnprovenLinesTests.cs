using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Telemetry;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>Who proves nothing fills no log.</summary>
public sealed class UnprovenLinesTests
{
    private const int Requests = 300;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_requests_that_prove_nothing_some_are_logged_and_the_refusal_of_who_has_proved_himself_always()
    {
        await using var app = await TestApp.StartAsync();
        for (var one = 0; one < Requests; one++)
        {
            using var request = (one % 4) switch
            {
                0 => Post("/api/webhooks/alertmanager", "{}", ("Authorization", "Bearer wrong")),
                1 => Post("/api/webhooks/pagerduty", "{}", ("X-PagerDuty-Signature", $"v1={new string('0', 64)}")),
                2 => Post("/api/webhooks/alertmanager", "{}"),
                _ => new HttpRequestMessage(HttpMethod.Get, "/api/hosts"),
            };
            using var answer = await app.Client.SendAsync(request, Token);
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        // The test itself may take longer than the ten seconds for which they count.
        app.Log.All.Count(line => line.Level >= LogLevel.Information && line.Text.Contains("refused with 401", StringComparison.Ordinal)).Should().BeInRange(20, Requests / 2);

        for (var one = 0; one < 30; one++)
        {
            using var broken = Post("/api/webhooks/alertmanager", "no JSON", ("Authorization", $"Bearer {TestApp.Token}"));
            (await app.Client.SendAsync(broken, Token)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }

        app.Log.All.Count(line => line.Text.Contains("refused with 400", StringComparison.Ordinal)).Should().Be(30);
    }

    [Fact]
    public async Task Of_many_broken_deliveries_of_who_has_the_token_some_are_logged_and_then_how_many_were_not()
    {
        const int leftOut = 50;
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        for (var one = 0; one < DeliveryLines.Most + leftOut; one++)
            await BreakAsync(app);

        app.Log.All.Count(IsRefusal).Should().Be(DeliveryLines.Most);

        clock.Advance(DeliveryLines.Period);
        await BreakAsync(app);
        app.Log.All.Should().ContainSingle(line => line.Id.Id == 1006).Which.Text.Should().Contain($"{leftOut} more lines");
        app.Log.All.Count(IsRefusal).Should().Be(DeliveryLines.Most + 1);

        static bool IsRefusal((LogLevel Level, EventId Id, string Text) line) => line.Text.Contains("refused with 400", StringComparison.Ordinal);
    }

    private static async Task BreakAsync(TestApp app)
    {
        using var broken = Post("/api/webhooks/alertmanager", "no JSON", ("Authorization", $"Bearer {TestApp.Token}"));
        using var answer = await app.Client.SendAsync(broken, Token);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private static HttpRequestMessage Post(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
