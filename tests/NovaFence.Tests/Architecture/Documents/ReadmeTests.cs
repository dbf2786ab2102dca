using NovaFence.Http.Endpoints;

namespace NovaFence.Architecture.Tests.Documents;

public sealed class ReadmeTests
{
    /// <summary>What fits on one screen.</summary>
    private const int Screen = 50;

    private static readonly string Page = Repository.Read("README.md");
    private static readonly string Start = Repository.Read("docs/getting-started.md");

    public static TheoryData<string> Endpoints => [.. EndpointTable.All.Select(endpoint => $"{endpoint.Method} {endpoint.Pattern}")];

    [Fact]
    public void The_first_command_is_the_sandbox_and_the_second_the_tests()
    {
        var commands = Markdown.Blocks(Page, "bash").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Take(2);

        commands.Should().Equal("dotnet run --project src/NovaFence.Server -- sandbox", "dotnet test");
    }

    [Fact]
    public void The_first_success_is_on_one_screen()
    {
        Page[..Page.IndexOf("\n## ", StringComparison.Ordinal)].Split('\n').Length.Should().BeLessThanOrEqualTo(Screen);
    }

    [Fact]
    public void Every_page_is_reached_from_it()
    {
        var linked = Markdown.LocalLinks(Page).ToHashSet(StringComparer.Ordinal);

        Repository.Files("docs", "*.md").Where(page => !page.StartsWith("docs/decisions", StringComparison.Ordinal)).Should().BeSubsetOf(linked);
    }

    [Fact]
    public void What_is_shown_of_Alertmanager_is_what_CI_runs()
    {
        Markdown.Blocks(Start, "yaml").Should().Contain(Repository.Read("docs/alertmanager.example.yml"));
    }

    [Fact]
    public void What_is_shown_of_the_servers_settings_is_what_CI_runs()
    {
        Markdown.Blocks(Start, "json").Should().Contain(Repository.Read("docs/novafence.example.json"));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Every_endpoint_is_named(string endpoint)
    {
        Markdown.Code(Repository.Read("docs/api.md")).Should().Contain(endpoint);
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
