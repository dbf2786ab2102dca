using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions.Tests.Source;

/// <summary>The two heads offer the same, because the functions are held against the table the server maps.</summary>
public sealed class DriftTests
{
    public static TheoryData<bool> BothBuilds => [true, false];

    [Theory]
    [MemberData(nameof(BothBuilds))]
    public void The_source_compiles_without_a_warning(bool byKey)
    {
        var problems = Build(byKey).Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static problem => problem.Severity >= DiagnosticSeverity.Warning && problem.Location.SourceTree?.FilePath.EndsWith("Worker.cs", StringComparison.Ordinal) != true);

        problems.Should().BeEmpty();
    }

    [Fact]
    public void Every_endpoint_is_a_function_of_its_name_with_its_route_and_method_and_no_function_is_anything_else()
    {
        var functions = FunctionsBuild.Default.Functions.Where(static function => function.IsHttp)
            .Select(static function => (function.Name, string.Join(',', function.Methods), $"/{RoutePrefix}/{function.Route}"));

        functions.Should().BeEquivalentTo(EndpointTable.All.Select(static endpoint => (endpoint.Name, endpoint.Method, endpoint.Pattern)));
    }

    [Fact]
    public void The_host_asks_for_a_key_of_Alertmanager_alone()
    {
        var levels = FunctionsBuild.Default.Functions.Where(static function => function.IsHttp).ToDictionary(static function => function.Name, static function => function.Level, StringComparer.Ordinal);

        levels.Remove(nameof(NovaFenceEndpoints.Alertmanager)).Should().BeTrue();
        levels.Values.Should().AllBe("Anonymous", "the endpoint itself checks the signature or the token, and health is open");
        FunctionsBuild.Default.Functions.Single(static function => function.Name == nameof(NovaFenceEndpoints.Alertmanager)).Level.Should().Be("Function");
    }

    [Fact]
    public void Without_the_key_the_bearer_token_is_all_that_is_asked_of_Alertmanager_and_nothing_else_changes()
    {
        var changed = FunctionsBuild.ByTokenAlone.Functions.Zip(FunctionsBuild.Default.Functions)
            .Where(static pair => (pair.First.Name, pair.First.Level) != (pair.Second.Name, pair.Second.Level))
            .Select(static pair => (pair.First.Name, pair.First.Level));

        changed.Should().Equal((nameof(NovaFenceEndpoints.Alertmanager), "Anonymous"));
    }

    [Fact]
    public void Each_function_is_one_line_into_the_endpoint_of_its_name()
    {
        var calls = Methods().Where(static method => method.Identifier.Text != "Audit")
            .ToDictionary(static method => method.Identifier.Text, static method => method.ExpressionBody?.Expression.ToString(), StringComparer.Ordinal);

        calls.Should().BeEquivalentTo(EndpointTable.All.ToDictionary(
            static endpoint => endpoint.Name, static endpoint => (string?)$"endpoints.{endpoint.Name}(request.HttpContext)", StringComparer.Ordinal));
    }

    [Fact]
    public void One_timer_audits_by_the_setting_and_is_not_retried()
    {
        var timer = FunctionsBuild.Default.Functions.Single(static function => !function.IsHttp);

        timer.Schedule.Should().Be("%NovaFence:Audit:Schedule%");
        timer.TriggerSettings.Should().BeEmpty("a missed audit is made up for, which the monitor sees to, and a start is no reason for another");
        var code = Methods().Single(method => method.Identifier.Text == timer.Code.Name);
        code.ExpressionBody!.Expression.ToString().Should().Be("auditor.RunAsync(cancellationToken)");
        code.AttributeLists.SelectMany(static list => list.Attributes).Select(static attribute => attribute.Name.ToString()).Should().Equal("Function");
    }

    [Theory]
    [InlineData("AddNovaFence")]
    [InlineData("KeepLibrariesQuiet")]
    public void What_both_heads_are_made_of_is_called_by_both(string method)
    {
        Repository.Read("src/NovaFence.Server/Hosting/ServerApp.cs").Should().Contain($".{method}(");
        Repository.Read("src/NovaFence.Functions/Program.cs").Should().Contain($".{method}(");
    }

    private static string RoutePrefix =>
        JsonDocument.Parse(Repository.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString()!;

    private static FunctionsBuild Build(bool byKey) => byKey ? FunctionsBuild.Default : FunctionsBuild.ByTokenAlone;

    /// <summary>The methods that are functions, as they are written.</summary>
    private static IEnumerable<MethodDeclarationSyntax> Methods() =>
        from tree in FunctionsBuild.Default.SourceTrees
        from method in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() == "Function")
        select method;
}
