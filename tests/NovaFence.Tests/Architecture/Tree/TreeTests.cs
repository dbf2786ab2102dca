namespace NovaFence.Architecture.Tests.Tree;

public sealed class TreeTests
{
    private const int MostLines = 300;

    // Put together here, so that this file does not name one.
    private static readonly string[] FoldersOfOneMachine =
        [.. new[] { "work/main", "work/wt", "work/shared", "root/" }.Select(folder => "/" + folder), ".." + "/shared", "C:" + @"\Users"];

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines()
    {
        var sources = Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"));

        var tooLong =
            from path in sources
            let lines = File.ReadLines(Path.Combine(Repository.Root, path)).Count()
            where lines > MostLines
            select $"{path}: {lines}";

        string.Join(", ", tooLong).Should().BeEmpty("something is hiding in them");
    }

    [Fact]
    public void Whoever_tries_more_when_there_is_time_is_run_again_when_there_is()
    {
        var forgotten =
            from path in Repository.Files("tests", "*Tests.cs", "*Contract.cs")
            let text = Repository.Read(path)
            where (text.Contains(nameof(Thorough) + ".Of(", StringComparison.Ordinal) || text.Contains(nameof(Thorough) + ".Is ", StringComparison.Ordinal))
                && !text.Contains("\n[" + nameof(Thorough) + "]\n", StringComparison.Ordinal)
            select path;

        forgotten.Should().BeEmpty("'.ci/run' takes them by the trait of [Thorough]");
    }

    [Fact]
    public void Every_project_has_its_packages_locked()
    {
        var unlocked = Repository.Files(".", "*.csproj")
            .Where(path => !File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, "packages.lock.json")));

        unlocked.Should().BeEmpty("a lock file is made by 'dotnet restore' and committed");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("NovaFenceFunctions.sln");

        Repository.Files(".", "*.csproj").Where(path => !solution.Contains(path.Replace('/', '\\'), StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void No_file_names_a_folder_of_one_machine()
    {
        var naming =
            from path in Repository.Files(".", "*.cs", "*.md", "*.sh", "*.yml", "*.yaml", "*.json", "*.csproj", "*.props", "run")
            let text = Repository.Read(path)
            from folder in FoldersOfOneMachine
            where text.Contains(folder, StringComparison.Ordinal)
            select $"{path}: {folder}";

        naming.Should().BeEmpty();
    }
}
