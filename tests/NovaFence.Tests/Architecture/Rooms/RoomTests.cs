using NetArchTest.Rules;

namespace NovaFence.Architecture.Tests.Rooms;

public sealed class RoomTests
{
    public static TheoryData<string> All => [.. RoomTable.All.Select(room => room.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void No_type_knows_more_than_its_room_may(string name)
    {
        var room = RoomTable.Named(name);

        Trespassers(room, room.Assembly).Should().BeEmpty("{0} may know of ours only {1}, and nothing of {2}", name, Listed(room.Ours), Listed(room.Foreign));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_project_file_refers_to_more_than_its_room_may(string name)
    {
        var room = RoomTable.Named(name);

        room.References().Should().BeSubsetOf(room.Ours);
        room.Packages().Should().NotContain(package => room.Foreign.Any(foreign => package == foreign || package.StartsWith(foreign + ".", StringComparison.Ordinal)));
    }

    /// <summary>What receives an alert, or answers, asks nobody: that would be on the way from the alert to Nova.</summary>
    [Fact]
    public void In_the_room_of_receivers_only_one_client_calls_out()
    {
        var room = RoomTable.Named("Http") with { Foreign = ["System.Net.Http.HttpClient", "System.Net.Http.IHttpClientFactory"] };

        Trespassers(room, room.Assembly).Should().NotBeEmpty().And.OnlyContain(name => name.StartsWith("NovaFence.Http.Outbound.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_of_src_has_its_line_in_the_table()
    {
        var projects = Repository.Files("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path));

        projects.Should().BeEquivalentTo(RoomTable.All.Select(room => $"NovaFence.{room.Name}"));
    }

    [Fact]
    public void Nobody_in_src_refers_to_the_server()
    {
        RoomTable.All.Where(room => room.References().Contains("Server")).Should().BeEmpty();
    }

    /// <summary>The walls are seen by the same eyes in all rooms; these are known to be broken, and must be found.</summary>
    [Theory]
    [InlineData("Core", "OpenStack", "System.Net.Http")]
    [InlineData("Core", "Http", "Microsoft.AspNetCore")]
    [InlineData("Core", "Ledger", "Azure.Data.Tables")]
    [InlineData("Sandbox", "Server", "NovaFence.Core")]
    [InlineData("Http", "OpenStack", "Refit")]
    public void A_type_that_knows_more_than_it_may_is_found(string rule, string breaker, string by)
    {
        var room = RoomTable.Named(rule) with { Foreign = [by], Ours = [.. RoomTable.All.Select(other => other.Name)] };

        Trespassers(room, RoomTable.Named(breaker).Assembly).Should().NotBeEmpty();
    }

    private static IEnumerable<string> Trespassers(Room room, System.Reflection.Assembly assembly) =>
        Types.InAssembly(assembly).ShouldNot().HaveDependencyOnAny(room.Forbidden).GetResult().FailingTypeNames ?? [];

    private static string Listed(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);
}
