using NovaFence.Http.Endpoints;

namespace NovaFence.Architecture.Tests.Documents;

public sealed class ReadmeTests
{
    private static readonly string Page = Repository.Read("README.md");

    public static TheoryData<string> Endpoints => [.. EndpointTable.All.Select(endpoint => $"{endpoint.Method} {endpoint.Pattern}")];

    [Fact]
    public void The_first_command_is_the_sandbox_and_the_second_the_tests()
    {
        var commands = Markdown.Blocks(Page, "bash").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Take(2);

        commands.Should().Equal("dotnet run --project src/NovaFence.Server -- sandbox", "dotnet test");
    }

    [Fact]
    public void What_it_shows_of_Alertmanager_is_what_CI_runs()
    {
        Markdown.Blocks(Page, "yaml").Should().Contain(Repository.Read("docs/alertmanager.example.yml"));
    }

    [Fact]
    public void What_it_shows_of_the_servers_settings_is_what_CI_runs()
    {
        Markdown.Blocks(Page, "json").Should().Contain(Repository.Read("docs/novafence.example.json"));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void It_names_every_endpoint(string endpoint)
    {
        Markdown.Code(Page).Should().Contain(endpoint);
    }

    [Fact]
    public void Its_links_into_the_repository_lead_somewhere()
    {
        var missing =
            from path in Repository.Files(".", "*.md")
            from target in Markdown.LocalLinks(Repository.Read(path))
            where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, target))
            select $"{path}: {target}";

        missing.Should().BeEmpty();
    }
}
