using System.Reflection;
using System.Text.RegularExpressions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests;

/// <summary>Core's folders know each other in one direction only.</summary>
public sealed partial class FolderTests
{
    private const string Core = "NovaFence.Core.";

    private static readonly DirectoryInfo Source = new(Repository.PathOf("src/NovaFence.Core"));

    [Fact]
    public void No_folder_knows_itself_through_another()
    {
        var known = FromSource();
        foreach (var (folder, others) in FromMembers())
            known[folder].UnionWith(others);

        CircleIn(known).Should().BeNull("folders that know each other in a circle are one folder");
    }

    [Fact]
    public void Every_folder_is_looked_at() =>
        FromSource().Keys.Should().BeEquivalentTo("Alerts", "Audit", "Cloud", "Decisions", "Hosts", "Ledger", "Notify", "Options", "Power", "Telemetry");

    [Fact]
    public void A_namespace_is_its_folder() =>
        Files().Where(file => !NamespaceOf(File.ReadAllText(file.FullName)).Equals(Core + FolderOf(file), StringComparison.Ordinal)).Select(file => file.Name).Should().BeEmpty();

    [Theory]
    [InlineData("a>b b>c c>a", "a -> b -> c -> a")]
    [InlineData("a>b b>a", "a -> b -> a")]
    [InlineData("a>b a>c b>c", null)]
    public void A_circle_is_found_and_named(string known, string? circle)
    {
        var folders = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var pair in known.Split(' ').Select(pair => pair.Split('>')))
        {
            folders.TryAdd(pair[0], []);
            folders.TryAdd(pair[1], []);
            folders[pair[0]].Add(pair[1]);
        }

        CircleIn(folders).Should().Be(circle);
    }

    /// <summary>What each folder's code names, by using directive or qualified; comments do not count.</summary>
    private static SortedDictionary<string, HashSet<string>> FromSource()
    {
        var known = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var file in Files())
            known.TryAdd(FolderOf(file), []);
        foreach (var file in Files())
        {
            var code = Comment.Replace(File.ReadAllText(file.FullName), "");
            var named = Using.Matches(code).Concat(Qualified.Matches(code).Where(IsType)).Select(match => match.Groups["folder"].Value);
            known[FolderOf(file)].UnionWith(named.Where(folder => folder != FolderOf(file) && known.ContainsKey(folder)));
        }

        return known;
    }

    /// <summary>Whether it names a type, and is no member that is called like a folder.</summary>
    private static bool IsType(Match match) =>
        typeof(HostRecord).Assembly.GetTypes().Any(type => type.Namespace == Core + match.Groups["folder"].Value && type.Name == match.Groups["type"].Value);

    /// <summary>What the types of each folder have as members, which no alias hides.</summary>
    private static IEnumerable<(string Folder, IEnumerable<string> Others)> FromMembers() =>
        from type in typeof(HostRecord).Assembly.GetTypes()
        where type.Namespace?.StartsWith(Core, StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal)
        let folder = type.Namespace![Core.Length..]
        select (folder, MembersOf(type).SelectMany(Parts).Where(other => other.Namespace?.StartsWith(Core, StringComparison.Ordinal) == true).Select(other => other.Namespace![Core.Length..]).Where(other => other != folder));

    private static IEnumerable<Type> MembersOf(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).ToList();
        return
        [
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. type.GetInterfaces(),
            .. type.GetFields(all).Select(field => field.FieldType),
            .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
            .. methods.OfType<MethodInfo>().Select(method => method.ReturnType),
            .. methods.Select(method => method.GetMethodBody()).OfType<MethodBody>().SelectMany(body => body.LocalVariables).Select(local => local.LocalType),
        ];
    }

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.GetGenericArguments().Where(argument => !argument.IsGenericParameter).SelectMany(Parts).Append(type);

    private static string? CircleIn(SortedDictionary<string, HashSet<string>> known)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        return known.Keys.Select(folder => CircleFrom(folder, [], done, known)).FirstOrDefault(circle => circle is not null);
    }

    private static string? CircleFrom(string folder, List<string> path, HashSet<string> done, SortedDictionary<string, HashSet<string>> known)
    {
        if (path.IndexOf(folder) is var begin and >= 0)
            return string.Join(" -> ", path.Skip(begin).Append(folder));
        if (done.Contains(folder))
            return null;
        foreach (var other in known[folder].Order(StringComparer.Ordinal))
        {
            if (CircleFrom(other, [.. path, folder], done, known) is { } circle)
                return circle;
        }

        done.Add(folder);
        return null;
    }

    private static IEnumerable<FileInfo> Files() => Source.GetDirectories().Where(folder => folder.Name is not ("bin" or "obj" or "Properties"))
        .SelectMany(folder => folder.GetFiles("*.cs", SearchOption.AllDirectories));

    private static string FolderOf(FileInfo file) => Path.GetRelativePath(Source.FullName, file.FullName).Split(Path.DirectorySeparatorChar)[0];

    private static string NamespaceOf(string code) => Namespace.Match(code).Groups["name"].Value;

    [GeneratedRegex("//[^\n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment { get; }

    [GeneratedRegex(@"^using (\w+ = )?NovaFence\.Core\.(?<folder>\w+)[;.]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Using { get; }

    [GeneratedRegex(@"(?<![.\w])(NovaFence\.Core\.|Core\.)?(?<folder>Alerts|Audit|Cloud|Decisions|Hosts|Ledger|Notify|Options|Power|Telemetry)\.(?<type>[A-Z]\w*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Qualified { get; }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace { get; }
}
