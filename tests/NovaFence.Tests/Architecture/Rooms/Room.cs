using System.Reflection;
using System.Xml.Linq;

namespace NovaFence.Architecture.Tests.Rooms;

/// <summary>One project of <c>src/</c>, and what it may know.</summary>
/// <param name="Name">The project's name without <c>NovaFence.</c>.</param>
/// <param name="Ours">The projects of ours it may know.</param>
/// <param name="Foreign">Namespaces of others that it may not.</param>
internal sealed record Room(string Name, string[] Ours, string[] Foreign)
{
    private const string Prefix = "NovaFence.";

    internal string Project => $"src/{Prefix}{Name}/{Prefix}{Name}.csproj";

    /// <summary>The executable is called as it is typed.</summary>
    internal Assembly Assembly => Assembly.Load(Name == "Server" ? "novafence" : Prefix + Name);

    /// <summary>Every namespace whose use would break the room's walls.</summary>
    internal string[] Forbidden =>
        [.. RoomTable.All.Select(room => room.Name).Where(name => name != Name && !Ours.Contains(name)).Select(name => Prefix + name), .. Foreign];

    /// <summary>The projects of ours that the project file refers to.</summary>
    internal IEnumerable<string> References() => Items("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)[Prefix.Length..]);

    /// <summary>The packages and frameworks that the project file refers to.</summary>
    internal IEnumerable<string> Packages() => Items("PackageReference").Concat(Items("FrameworkReference"));

    private IEnumerable<string> Items(string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, Project)).Descendants(kind).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
