using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>What the deployed worker does with what a host gives it.</summary>
public sealed class DeliveryTests(Stage stage) : IClassFixture<Stage>
{
    private const string NotAuthentic = "urn:novafence:problem:not-authentic";

    [Fact]
    public async Task An_alert_forces_a_host_down_the_timers_audit_agrees_and_its_resolution_unsets_it()
    {
        stage.Cloud.Crash("compute1");

        (await Callers.VerdictAsync(await stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");
        (await stage.Callers.StateAsync()).Should().Be("down");
        (await stage.IsForcedDownAsync("compute1")).Should().BeTrue();

        var audit = await stage.Callers.AuditedSinceAsync(DateTimeOffset.UtcNow, () => stage.Host.FireTimerAsync(TestContext.Current.CancellationToken));
        audit["findings"]!.AsArray().Select(static finding => (string?)finding!["kind"]).Should().Equal("in sync");

        stage.Cloud.Boot("compute1");
        (await Callers.VerdictAsync(await stage.Callers.AlertAsync("resolved", LocalSettings.AlertmanagerToken))).Should().Be("unset");
        (await stage.Callers.StateAsync()).Should().Be("clear");
        (await stage.IsForcedDownAsync("compute1")).Should().BeFalse();
        stage.Cloud.Requests.ServicePuts.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a-guessed-token")]
    public async Task Without_its_token_Alertmanager_delivers_nothing(string? token) =>
        await RefusedAsync(await stage.Callers.AlertAsync("firing", token), HttpStatusCode.Unauthorized, NotAuthentic);

    [Theory]
    [InlineData("POST", "/api/webhooks/pagerduty")]
    [InlineData("PUT", "/api/hosts/compute1/force-down")]
    [InlineData("GET", "/api/hosts")]
    public async Task Without_its_secret_nobody_gets_in(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = JsonContent.Create(new JsonObject { ["forced_down"] = true });

        await RefusedAsync(await stage.Callers.SendAsync(request), HttpStatusCode.Unauthorized, NotAuthentic);
    }

    [Fact]
    public async Task Health_is_open() => (await stage.Callers.GetAsync("/api/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task A_host_that_is_not_Novas_is_unknown() =>
        await RefusedAsync(await stage.Callers.OperatorAsync(HttpMethod.Get, "/api/hosts/nosuch"), HttpStatusCode.NotFound, "urn:novafence:problem:unknown-host");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_limit_is_too_large_whether_or_not_its_length_was_announced(bool announced)
    {
        const int Limit = 1024 * 1024;
        using HttpContent body = announced ? new ByteArrayContent(new byte[Limit + 1]) : new StreamContent(new UnknownLength(Limit + 1));
        body.Headers.ContentType = new("application/json");

        await RefusedAsync(await stage.Callers.DeliverAsync(body, LocalSettings.AlertmanagerToken), HttpStatusCode.RequestEntityTooLarge, "urn:novafence:problem:too-large");
    }

    [Theory]
    [InlineData("/sandbox/hosts/compute1/crash")]
    [InlineData("/sandbox/hosts/compute1/boot")]
    [InlineData("/sandbox/cloud/away")]
    [InlineData("/sandbox/cloud/back")]
    public async Task The_sandboxs_buttons_are_not_here(string button)
    {
        foreach (var path in (string[])[button, "/api" + button])
            (await stage.Callers.OperatorAsync(HttpMethod.Post, path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    /// <summary>Refused by NovaFence itself, and by nothing between it and the caller.</summary>
    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        answer.StatusCode.Should().Be(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var problem = await Callers.ReadAsync(answer);
        ((string?)problem["type"]).Should().Be(type);
        ((int?)problem["status"]).Should().Be((int)status);
        ((string?)problem["detail"]).Should().NotBeNullOrEmpty();
    }

    /// <summary>Zeros, of which nobody is told how many there are: they are sent in chunks.</summary>
    private sealed class UnknownLength(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
