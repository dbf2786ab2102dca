using System.Xml.Linq;

namespace NovaFence.Functions.Tests.Source;

/// <summary>The project file of the app: which files it is made of, and what else it says.</summary>
internal static class FunctionsProject
{
    public const string Folder = "src/NovaFence.Functions";

    // What Microsoft.NET.Sdk imports by itself (https://learn.microsoft.com/dotnet/core/project-sdk/overview#implicit-using-directives).
    private static readonly string[] ImplicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    public static XElement Xml { get; } = XElement.Parse(Repository.Read($"{Folder}/NovaFence.Functions.csproj"));

    /// <summary>The files that are compiled: those of the folder, and those the project file links.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathOf(Folder), "*.cs", SearchOption.AllDirectories).Where(static file => !IsBuilt(file)),
        .. Xml.Descendants("Compile").Select(static item => Repository.PathOf(Path.Combine(Folder, item.Attribute("Include")!.Value))),
    ];

    public static IEnumerable<string> Usings => ImplicitUsings.Concat(Xml.Descendants("Using").Select(static item => item.Attribute("Include")!.Value));

    private static bool IsBuilt(string file) =>
        Path.GetRelativePath(Repository.PathOf(Folder), file).Split(Path.DirectorySeparatorChar)[0] is "obj" or "bin";
}
