using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>Endpoints of one program alone, such as the sandbox's: behind the same door as the API's, and nowhere else.</summary>
public sealed class AdditionalEndpointTests
{
    private static readonly AdditionalEndpoint Press = new(
        "Press",
        "POST",
        "/extra/{host}/press",
        EndpointAccess.Operator,
        context => Task.FromResult<AdditionalAnswer>(context.GetRouteValue("host") switch
        {
            "compute1" => new AdditionalAnswer.Done(new JsonObject { ["host"] = "compute1" }),
            "defect" => throw new InvalidOperationException("the words of a defect"),
            _ => new AdditionalAnswer.UnknownHost("The nearest is compute1."),
        }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_answered_in_the_form_of_all_others(bool sandbox)
    {
        await using var app = await TestApp.StartAsync(null, sandbox, [Press]);

        var response = await app.SendAsync(HttpMethod.Post, "/extra/compute1/press", TestApp.Operator);

        ((int)response.StatusCode).Should().Be(200);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.Contains("NovaFence-Sandbox").Should().Be(sandbox);
        (await response.JsonAsync()).GetRawText().Should().Be(sandbox ? """{"host":"compute1","sandbox":true}""" : """{"host":"compute1"}""");
    }

    [Theory]
    [InlineData(null, 401, "not-authentic")]
    [InlineData("wrong", 401, "not-authentic")]
    [InlineData(TestApp.Reader, 403, "closed")]
    public async Task Its_access_is_checked(string? token, int status, string problem)
    {
        await using var app = await TestApp.StartAsync(null, sandbox: true, [Press]);

        await (await app.SendAsync(HttpMethod.Post, "/extra/compute1/press", token)).ProblemAsync(status, problem);
    }

    [Fact]
    public async Task An_unknown_host_a_wrong_method_and_a_defect_are_problems()
    {
        await using var app = await TestApp.StartAsync(null, sandbox: true, [Press]);

        (await (await app.SendAsync(HttpMethod.Post, "/extra/compute9/press", TestApp.Operator)).ProblemAsync(404, "unknown-host")).Should().Be("The nearest is compute1.");
        (await (await app.SendAsync(HttpMethod.Get, "/extra/compute1/press", TestApp.Operator)).ProblemAsync(405, "wrong-method")).Should().Contain("POST");
        (await (await app.SendAsync(HttpMethod.Post, "/extra/defect/press", TestApp.Operator)).ProblemAsync(500, "broken")).Should().NotContain("words of a defect");
    }

    [Theory]
    [InlineData("/sandbox/hosts/compute1/crash")]
    [InlineData("/sandbox/hosts/compute1/boot")]
    [InlineData("/sandbox/cloud/away")]
    [InlineData("/sandbox/cloud/back")]
    public async Task Without_it_its_path_is_404_to_an_operator_too(string path)
    {
        await using var app = await TestApp.StartAsync();

        await (await app.SendAsync(HttpMethod.Post, path, TestApp.Operator)).ProblemAsync(404, "no-such-path");
    }
}
