using System.Text.RegularExpressions;

namespace NovaFence.Functions.Tests.Source;

/// <summary>How the app is built: like any other project, and ahead of time for where it runs.</summary>
public sealed partial class ProjectTests
{
    private static readonly string Solution = Repository.Read("NovaFenceFunctions.sln");

    [Theory]
    [InlineData("Debug")]
    [InlineData("Release")]
    public void The_solution_builds_every_project(string configuration)
    {
        foreach (var (name, id) in Projects())
            BuiltUnder(id).Should().Contain($"{configuration}|Any CPU", name);
    }

    [Fact]
    public void What_is_published_is_compiled_ahead_for_Flex_Consumption_and_brings_no_runtime()
    {
        var always = FunctionsApp.Project.Elements("PropertyGroup").Where(static group => group.Attribute("Condition") is null)
            .SelectMany(static group => group.Elements()).ToLookup(static property => property.Name.LocalName, static property => property.Value, StringComparer.Ordinal);
        var release = FunctionsApp.Project.Elements("PropertyGroup").Single(static group => group.Attribute("Condition")?.Value == "'$(Configuration)' == 'Release'");

        release.Element("RuntimeIdentifier")!.Value.Should().Be("linux-x64");
        always["RuntimeIdentifiers"].Should().Equal("linux-x64");
        always["PublishReadyToRun"].Should().Equal("true");
        always["SelfContained"].Should().Equal("false");
    }

    [Fact]
    public void Azd_deploys_this_project_to_the_app_that_Bicep_marks_for_it()
    {
        var service = Service().Match(Repository.Read("azure.yaml"));

        service.Groups["project"].Value.Should().Be(FunctionsApp.Folder);
        Repository.Read("infra/modules/app.bicep").Should().Contain($"'azd-service-name': '{service.Groups["name"].Value}'");
    }

    /// <summary>The projects by name, each with the GUID it has in the solution. Folders are no projects.</summary>
    private static Dictionary<string, string> Projects() =>
        Project().Matches(Solution).ToDictionary(static project => project.Groups["name"].Value, static project => project.Groups["id"].Value, StringComparer.Ordinal);

    private static List<string> BuiltUnder(string id) =>
        [.. Build().Matches(Solution).Where(build => build.Groups["id"].Value == id).Select(static build => build.Groups["configuration"].Value)];

    [GeneratedRegex("""= "(?<name>[^"]+)", "[^"]+\.csproj", "(?<id>\{[^}]+\})""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Project();

    [GeneratedRegex(@"(?<id>\{[^}]+\})\.(?<configuration>[^.\r\n]+)\.Build\.0 =", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Build();

    [GeneratedRegex(@"services:\s+(?<name>\w+):\s+project: (?<project>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Service();
}
