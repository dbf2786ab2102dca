using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Describing;

public sealed class ApiDescriptionTests
{
    private const string Copy = "docs/openapi.json";
    private const string Path = "/api/openapi.json";

    /// <summary>With it the copy is written anew instead of compared.</summary>
    private const string Write = "NOVAFENCE_WRITE_OPENAPI";

    private static readonly string Root = RepositoryRoot();

    public static TheoryData<string, string> Parameters => [.. EndpointTable.All.SelectMany(endpoint => endpoint.Query().Select(parameter => (endpoint.Name, parameter.Name)))];

    [Fact]
    public async Task The_copy_in_docs_is_what_is_served()
    {
        await using var app = await TestApp.StartAsync();
        var served = await ServedAsync(app);
        var copy = System.IO.Path.Combine(Root, Copy);
        if (Environment.GetEnvironmentVariable(Write) is not null)
            await File.WriteAllTextAsync(copy, served, TestContext.Current.CancellationToken);

        (await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken)).Should().Be(
            served, "{0} is written anew by {1}=1 dotnet test --project tests/NovaFence.Tests -- --filter-class '*{2}'", Copy, Write, nameof(ApiDescriptionTests));
    }

    [Fact]
    public async Task It_is_valid_OpenAPI_with_the_version_and_without_a_server()
    {
        await using var app = await TestApp.StartAsync();
        var (document, diagnostic) = OpenApiDocument.Parse(await ServedAsync(app), OpenApiConstants.Json);

        diagnostic!.Errors.Should().BeEmpty();
        diagnostic.Warnings.Should().BeEmpty();
        diagnostic.SpecificationVersion.Should().Be(OpenApiSpecVersion.OpenApi3_1);
        document!.Info.Version.Should().Be(typeof(EndpointTable).Assembly.GetName().Version!.ToString(3));
        JsonNode.Parse(await ServedAsync(app))!["servers"].Should().BeNull("it is where it was fetched from");
    }

    [Fact]
    public async Task Every_endpoint_is_in_it_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        var paths = JsonNode.Parse(await ServedAsync(app))!["paths"]!.AsObject();
        var described = paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key} {operation.Value!["operationId"]}: {operation.Value["summary"]}"));

        described.Should().BeEquivalentTo(EndpointTable.All.Select(endpoint => $"{endpoint.Method} {endpoint.Pattern} {endpoint.Name}: {endpoint.Summary}"));
    }

    [Fact]
    public async Task Who_may_use_an_endpoint_is_in_it()
    {
        await using var app = await TestApp.StartAsync();
        var document = JsonNode.Parse(await ServedAsync(app))!;
        var schemes = document["components"]!["securitySchemes"]!.AsObject();
        string Of(string path, string method) =>
            string.Join(' ', (document["paths"]![path]![method]!["security"]?.AsArray() ?? []).Select(one => one!.AsObject().Single().Key));

        Of("/api/hosts", "get").Should().Be("reader operator");
        Of("/api/hosts/{host}/force-down", "put").Should().Be("operator");
        Of("/api/webhooks/alertmanager", "post").Should().Be("alertmanager_token");
        Of("/api/webhooks/pagerduty", "post").Should().Be("pagerduty_signature");
        Of("/api/webhooks/grafana", "post").Should().Be("grafana_signature grafana_token");
        Of("/api/health/live", "get").Should().BeEmpty();
        schemes["operator"]!["scheme"]!.GetValue<string>().Should().Be("bearer");
        schemes["pagerduty_signature"]!["name"]!.GetValue<string>().Should().Be("X-PagerDuty-Signature");
        EndpointTable.All.Where(endpoint => endpoint.Access == EndpointAccess.Sender).Should().AllSatisfy(endpoint => endpoint.Proofs().Should().NotBeEmpty());
    }

    [Fact]
    public async Task Nothing_that_is_configured_is_in_it()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Receivers:Grafana:TimestampHeader", "X-Stamp-Of-Ours"));
        var served = await ServedAsync(app);

        served.Should().NotContainAny([.. TestApp.Settings().Values.OfType<string>(), "X-Stamp-Of-Ours", app.Address.Authority, Environment.MachineName]);
    }

    /// <summary>Given twice, none of them can be read, so that one that is described and not read is found.</summary>
    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task Every_parameter_is_read(string name, string parameter)
    {
        await using var app = await TestApp.StartAsync();
        var endpoint = EndpointTable.All.Single(one => one.Name == name);
        var value = endpoint.Query().Single(one => one.Name == parameter) is { Words: [var word, ..] } ? word : "1";
        var path = $"{endpoint.Pattern.Replace("{host}", "compute1", StringComparison.Ordinal)}?{parameter}={value}&{parameter}={value}";

        (await (await app.SendAsync(new HttpMethod(endpoint.Method), path, TestApp.Operator)).ProblemAsync(400, "unreadable")).Should().Contain(parameter);
    }

    [Fact]
    public void Every_parameter_that_is_read_is_described()
    {
        var read = typeof(EndpointTable).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType == typeof(QueryParameter))
            .Select(property => (QueryParameter)property.GetValue(null)!).ToArray();

        read.Should().NotBeEmpty().And.BeSubsetOf(EndpointTable.All.SelectMany(endpoint => endpoint.Query()));
        Directory.EnumerateFiles(System.IO.Path.Combine(Root, "src/NovaFence.Http"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && File.ReadAllText(file).Contains("Query[", StringComparison.Ordinal))
            .Select(System.IO.Path.GetFileName)
            .Should().Equal("QueryParameter.cs");
    }

    [Theory]
    [InlineData("""{"status":"ok","components":[{"name":"ledger","ok":true}]}""", null)]
    [InlineData("""{"status":"ok"}""", null)]
    [InlineData("""{"status":"ok","more":1}""", "more")]
    [InlineData("""{"status":"ok","components":[{"name":"ledger","ok":true,"more":1}]}""", "/components/0")]
    [InlineData("""{"status":"ok","components":[{"name":"ledger"}]}""", "ok")]
    [InlineData("""{"status":7}""", "/status")]
    [InlineData("{}", "status")]
    public void An_answer_that_is_not_as_described_is_found(string json, string? fault)
    {
        var found = DescribedApi.Ours.Fault("GET", "/api/health/ready", 200, "application/json", json);
        if (fault is null)
            found.Should().BeNull();
        else
            found.Should().Contain(fault);
    }

    [Fact]
    public void A_status_or_a_word_that_is_not_described_is_found()
    {
        DescribedApi.Ours.Fault("GET", "/api/health/live", 202, "application/json", """{"status":"ok"}""").Should().Contain("202 is not described");
        DescribedApi.Ours.Fault("GET", "/api/hosts/compute1", 404, "application/json", "{}").Should().Contain("not described as application/json");
        var outcome = JsonNode.Parse("""{"fingerprint":"f","host":null,"verdict":"force-down","reason":"r","state":"down","elapsed_ms":1}""")!;
        DescribedApi.Ours.Fault("OutcomeAnswer", outcome).Should().BeNull();
        outcome["state"] = "asleep";
        DescribedApi.Ours.Fault("OutcomeAnswer", outcome).Should().NotBeNull();
    }

    private static async Task<string> ServedAsync(TestApp app)
    {
        var response = await app.GetAsync(Path, token: null);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "NovaFenceFunctions.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("These tests run out of the repository's tree.");
    }
}
