using System.Net;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class AccessTests
{
    private const string OperatorKey = "NovaFence:Access:OperatorTokens:0";
    private const string ReaderKey = "NovaFence:Access:ReaderTokens:0";

    public static TheoryData<string> Of(EndpointAccess access) =>
        new(EndpointTable.All.Where(endpoint => endpoint.Access == access).Select(endpoint => endpoint.Name));

    [Theory]
    [MemberData(nameof(Of), EndpointAccess.Reader)]
    public async Task Reading_takes_a_reader_s_or_an_operator_s_token(string endpoint)
    {
        await using var app = await TestApp.StartAsync();
        (await SendAsync(app, endpoint, TestApp.Reader)).StatusCode.Should().NotBe(HttpStatusCode.Unauthorized).And.NotBe(HttpStatusCode.Forbidden);
        (await SendAsync(app, endpoint, TestApp.Operator)).StatusCode.Should().NotBe(HttpStatusCode.Unauthorized).And.NotBe(HttpStatusCode.Forbidden);
        await (await SendAsync(app, endpoint, null)).ProblemAsync(401, "not-authentic");
        await (await SendAsync(app, endpoint, TestApp.Token)).ProblemAsync(401, "not-authentic");
    }

    [Theory]
    [MemberData(nameof(Of), EndpointAccess.Operator)]
    public async Task A_command_takes_an_operator_s_token(string endpoint)
    {
        await using var app = await TestApp.StartAsync();
        var refused = await SendAsync(app, endpoint, null);
        await refused.ProblemAsync(401, "not-authentic");
        refused.Headers.WwwAuthenticate.Single().Scheme.Should().Be("Bearer");
        await (await SendAsync(app, endpoint, TestApp.Token)).ProblemAsync(401, "not-authentic");
        (await (await SendAsync(app, endpoint, TestApp.Reader)).ProblemAsync(403, "closed")).Should().Contain("operator");
        app.Fencer.WasReached.Should().BeFalse();
        app.Auditor.Runs.Should().Be(0);
        app.Pauses.Told.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Of), EndpointAccess.Reader)]
    public async Task Without_any_token_reading_is_closed_and_says_which_key_to_set(string endpoint)
    {
        await using var app = await TestApp.StartAsync((OperatorKey, null), (ReaderKey, null));
        (await (await SendAsync(app, endpoint, TestApp.Reader)).ProblemAsync(403, "closed")).Should().Contain("NovaFence:Access:ReaderTokens");
    }

    [Theory]
    [MemberData(nameof(Of), EndpointAccess.Operator)]
    public async Task Without_operator_tokens_commands_are_closed_and_say_which_key_to_set(string endpoint)
    {
        await using var app = await TestApp.StartAsync((OperatorKey, null));
        (await (await SendAsync(app, endpoint, TestApp.Operator)).ProblemAsync(403, "closed")).Should().Contain("NovaFence:Access:OperatorTokens");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Of), EndpointAccess.Reader)]
    public async Task Without_reader_tokens_only_operators_read(string endpoint)
    {
        await using var app = await TestApp.StartAsync((ReaderKey, null));
        (await SendAsync(app, endpoint, TestApp.Operator)).StatusCode.Should().NotBe(HttpStatusCode.Unauthorized).And.NotBe(HttpStatusCode.Forbidden);
        await (await SendAsync(app, endpoint, TestApp.Reader)).ProblemAsync(401, "not-authentic");
    }

    [Fact]
    public void Every_endpoint_s_access_is_what_the_design_says() =>
        EndpointTable.All.Select(endpoint => $"{endpoint.Access} {endpoint.Method} {endpoint.Pattern}").Should().BeEquivalentTo(
            "Sender POST /api/webhooks/alertmanager",
            "Sender POST /api/webhooks/grafana",
            "Sender POST /api/webhooks/pagerduty",
            "Sender POST /api/webhooks/{receiver}",
            "Reader GET /api/status", "Reader GET /api/report", "Reader GET /api/hosts",
            "Reader GET /api/hosts/{host}",
            "Reader GET /api/hosts/{host}/events",
            "Reader GET /api/events",
            "Operator PUT /api/hosts/{host}/force-down",
            "Reader GET /api/pause",
            "Operator PUT /api/pause",
            "Operator DELETE /api/pause",
            "Reader POST /api/explain",
            "Reader GET /api/audit",
            "Operator POST /api/audit",
            "Anybody GET /api/health/live",
            "Anybody GET /api/health/ready",
            "Anybody GET /api/openapi.json");

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string name, string? token)
    {
        var endpoint = EndpointTable.All.Single(one => one.Name == name);
        var content = endpoint.Method == "PUT" ? Sending.Json("""{"forced_down":true}""") : null;
        return app.SendAsync(new HttpMethod(endpoint.Method), endpoint.Pattern.Replace("{host}", "compute1", StringComparison.Ordinal), token, content);
    }
}
