using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>Who may read metrics: this machine while no token for them is configured, and with one whoever has it.</summary>
public sealed class MetricsAccessTests
{
    private const string MetricsKey = "NovaFence:Access:MetricsTokens:0";
    private const string Scraper = "scraper-token-1";

    private static readonly AdditionalEndpoint Metrics = new("Metrics", "GET", "/metrics", EndpointAccess.Metrics, async context =>
    {
        await context.Response.WriteAsync("up 1\n", TestContext.Current.CancellationToken);
        return new AdditionalAnswer.Written();
    });

    [Fact]
    public async Task This_machine_may_without_a_token()
    {
        await using var app = await StartAsync();

        (await app.SendAsync(HttpMethod.Get, "/metrics")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await (await app.SendAsync(HttpMethod.Get, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Be("up 1\n");
    }

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43")]
    [InlineData("X-Forwarded-For", "192.0.2.60")]
    [InlineData("x-forwarded-for", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "novafence.example.org")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Original-For", "192.0.2.60")]
    [InlineData("X-Real-IP", "192.0.2.60")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Forwarded", "")]
    public async Task A_proxy_on_this_machine_is_not_this_machine(string header, string value)
    {
        await using var app = await StartAsync();

        await (await SendAsync(app, null, (header, value))).ProblemAsync(401, "not-authentic");
        (await SendAsync(app, TestApp.Reader, (header, value))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task With_a_token_configured_this_machine_needs_one_too()
    {
        await using var app = await StartAsync((MetricsKey, Scraper));

        await (await SendAsync(app, null)).ProblemAsync(401, "not-authentic");
        await (await SendAsync(app, "wrong")).ProblemAsync(401, "not-authentic");
        await (await SendAsync(app, TestApp.Token)).ProblemAsync(401, "not-authentic");
        foreach (var token in (string[])[Scraper, TestApp.Reader, TestApp.Operator])
            (await SendAsync(app, token, ("X-Forwarded-For", "192.0.2.60"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_for_metrics_reads_nothing_else()
    {
        await using var app = await StartAsync((MetricsKey, Scraper));

        await (await app.GetAsync("/api/hosts", Scraper)).ProblemAsync(401, "not-authentic");
        await (await app.SendAsync(HttpMethod.Post, "/api/audit", Scraper)).ProblemAsync(401, "not-authentic");
    }

    [Fact]
    public async Task Without_any_token_whoever_is_not_this_machine_is_told_which_key_to_set()
    {
        await using var app = await StartAsync(("NovaFence:Access:OperatorTokens:0", null), ("NovaFence:Access:ReaderTokens:0", null));

        (await (await SendAsync(app, null, ("X-Forwarded-For", "192.0.2.60"))).ProblemAsync(403, "closed")).Should().Contain("NovaFence:Access:MetricsTokens");
        (await SendAsync(app, null)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a blank")]
    public async Task A_token_that_nobody_could_send_or_everybody_guess_stops_the_start(string token)
    {
        var start = () => StartAsync((MetricsKey, token));

        await start.Should().ThrowAsync<Exception>().WithMessage("*NovaFence:Access:MetricsTokens:0*");
    }

    private static Task<TestApp> StartAsync(params (string Key, string? Value)[] changes) => TestApp.StartAsync(null, sandbox: false, [Metrics], changes);

    private static async Task<HttpResponseMessage> SendAsync(TestApp app, string? token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
