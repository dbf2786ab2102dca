using System.Text.Json;
using System.Text.RegularExpressions;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions.Tests.Settings;

/// <summary><c>test.http</c> and the dev container: what somebody meets who opens the repository in an editor.</summary>
public sealed partial class RequestFileTests
{
    private static readonly string Requests = Repository.Read("test.http");

    [Fact]
    public void Every_request_goes_to_an_endpoint_that_there_is()
    {
        var asked = Request().Matches(Requests).Select(static match => (Method: match.Groups["method"].Value, Path: match.Groups["path"].Value)).ToList();

        asked.Should().HaveCountGreaterThan(10);
        foreach (var (method, path) in asked)
            EndpointTable.All.Should().Contain(endpoint => endpoint.Method == method && Fits(endpoint.Pattern, path), $"{method} {path}");
    }

    [Fact]
    public void The_tokens_are_the_sample_s()
    {
        Requests.Should().Contain($"@alertmanager = {LocalSettings.AlertmanagerToken}\n").And.Contain($"@operator = {LocalSettings.OperatorToken}\n");
        Requests.Should().Contain("@address = http://localhost:7071\n", "func listens there");
    }

    [Fact]
    public void The_dev_container_brings_the_SDK_that_is_asked_for()
    {
        var container = JsonDocument.Parse(Repository.Read(".devcontainer/devcontainer.json")).RootElement;
        var sdk = JsonDocument.Parse(Repository.Read("global.json")).RootElement.GetProperty("sdk").GetProperty("version").GetString()!;

        // The images of .NET 10 are Ubuntu's: https://github.com/devcontainers/images/tree/main/src/dotnet
        container.GetProperty("image").GetString().Should().EndWith($"/dotnet:2-{sdk[..sdk.IndexOf('.', sdk.IndexOf('.') + 1)]}-noble");
        container.GetProperty("postCreateCommand").GetString().Should().Contain("azurite").And.Contain("azure-functions-core-tools@4").And.Contain("NovaFenceFunctions.sln");
    }

    private static bool Fits(string pattern, string path) =>
        Regex.IsMatch(path, "^" + Regex.Replace(pattern, @"\{[^}]+\}", "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1)) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|DELETE) \{\{address\}\}(?<path>[^?\s]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Request();
}
