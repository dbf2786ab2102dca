using System.Reflection;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("/favicon.ico")]
    [InlineData("/api")]
    [InlineData("/api/nothing")]
    [InlineData("/api/hosts/compute1/other")]
    [InlineData("/api/webhooks/alertmanager/x")]
    [InlineData("/api/hosts/%2e%2e%2fx/y/z")]
    public async Task An_unknown_path_is_answered_404(string path)
    {
        await using var app = await TestApp.StartAsync();
        await (await app.GetAsync(path)).ProblemAsync(404, "no-such-path");
    }

    [Theory]
    [InlineData("GET", "/api/webhooks/alertmanager", "POST")]
    [InlineData("PUT", "/api/webhooks/pagerduty", "POST")]
    [InlineData("POST", "/api/hosts", "GET")]
    [InlineData("DELETE", "/api/hosts/compute1", "GET")]
    [InlineData("GET", "/api/hosts/compute1/force-down", "PUT")]
    [InlineData("POST", "/api/hosts/compute1/force-down", "PUT")]
    [InlineData("PATCH", "/api/audit", "GET, POST")]
    [InlineData("GET", "/api/explain", "POST")]
    [InlineData("POST", "/api/pause", "GET, PUT, DELETE")]
    [InlineData("POST", "/api/health/live", "GET")]
    [InlineData("OPTIONS", "/api/health/ready", "GET")]
    public async Task A_wrong_method_is_answered_405_with_those_that_are_right(string method, string path, string allowed)
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(new HttpMethod(method), path, TestApp.Operator);
        (await response.ProblemAsync(405, "wrong-method")).Should().Contain(allowed);
        response.Content.Headers.Allow.Should().BeEquivalentTo(allowed.Split(", "));
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_HEAD_is_answered_without_a_body()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(HttpMethod.Head, "/api/health/live");
        ((int)response.StatusCode).Should().Be(405);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public void Every_endpoint_has_a_method_of_its_name_that_a_head_can_call() =>
        EndpointTable.All.Should().AllSatisfy(endpoint =>
        {
            var method = typeof(NovaFenceEndpoints).GetMethod(endpoint.Name, BindingFlags.Public | BindingFlags.Instance, [typeof(HttpContext)]);
            method.Should().NotBeNull();
            method.ReturnType.Should().Be<Task>();
            endpoint.Pattern.Should().StartWith("/api/");
        });

    [Fact]
    public void Every_definition_is_in_the_list() =>
        typeof(EndpointTable).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(EndpointDefinition))
            .Select(property => property.GetValue(null))
            .Should().BeEquivalentTo(EndpointTable.All);

    [Theory]
    [InlineData("/api/health/live")]
    [InlineData("/api/nothing")]
    [InlineData("/api/hosts")]
    public async Task No_answer_is_to_be_kept_or_guessed_at(string path)
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.GetAsync(path);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.Contains("NovaFence-Sandbox").Should().BeFalse();
    }
}
