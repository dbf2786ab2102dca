using NetArchTest.Rules;

namespace NovaFence.Architecture.Tests.Rooms;

/// <summary>The folders of Core: few, and none of them needs another that needs it in turn, so that each can be read by itself.</summary>
public sealed class FolderTests
{
    private const string Core = "NovaFence.Core";

    private static readonly string[] Folders = ["Alerts", "Audit", "Cloud", "Decisions", "Hosts", "Ledger", "Notify", "Options", "Power", "Telemetry"];

    [Fact]
    public void Core_has_no_other_folders_than_those_that_it_is_meant_to_have()
    {
        var folders = Repository.Files($"src/{Core}", "*.cs").Select(path => path.Split('/')).Where(parts => parts.Length > 3).Select(parts => parts[2]).Distinct();

        folders.Should().BeEquivalentTo(Folders);
    }

    [Fact]
    public void A_type_of_Core_lives_in_the_namespace_of_its_folder()
    {
        var spaces = RoomTable.Named("Core").Assembly.GetTypes().Select(type => type.Namespace).Where(space => space?.StartsWith(Core, StringComparison.Ordinal) == true).Distinct();

        spaces.Should().BeSubsetOf([Core, .. Folders.Select(Space)]);
    }

    [Fact]
    public void The_folders_of_Core_are_free_of_circles()
    {
        var needs = Folders.ToDictionary(folder => folder, folder => (IReadOnlyList<string>)[.. Folders.Where(other => other != folder && Needs(folder, other))]);

        needs["Hosts"].Should().Contain("Decisions", "otherwise this test does not see what folders need");
        InCircles(needs).Should().BeEmpty();
    }

    [Fact]
    public void A_circle_is_found_however_long_it_is()
    {
        var needs = new Dictionary<string, IReadOnlyList<string>> { ["A"] = ["B"], ["B"] = ["C"], ["C"] = ["A", "D"], ["D"] = [] };

        InCircles(needs).Should().BeEquivalentTo("A", "B", "C");
    }

    private static bool Needs(string folder, string other) => !Types.InAssembly(RoomTable.Named("Core").Assembly)
        .That().ResideInNamespace(Space(folder))
        .ShouldNot().HaveDependencyOn(Space(other))
        .GetResult().IsSuccessful;

    /// <summary>What is left when every folder that needs none of the others has been taken away, again and again.</summary>
    private static HashSet<string> InCircles(Dictionary<string, IReadOnlyList<string>> needs)
    {
        var left = needs.Keys.ToHashSet(StringComparer.Ordinal);
        while (left.RemoveWhere(folder => !needs[folder].Any(left.Contains)) > 0)
        {
        }

        return left;
    }

    private static string Space(string folder) => $"{Core}.{folder}";
}
