namespace NovaFence.Testing;

/// <summary>The checkout that these tests were built from.</summary>
public static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = Find();

    /// <summary>Something in it, by its path from the top, with slashes.</summary>
    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>The files under a folder, without what a build, a package manager or git puts there.</summary>
    public static IEnumerable<string> Files(string folder, params string[] patterns)
    {
        var top = new DirectoryInfo(Path.Combine(Root, folder));
        return patterns.SelectMany(pattern => FilesOf(top, pattern)).Select(file => Path.GetRelativePath(Root, file.FullName));
    }

    private static IEnumerable<FileInfo> FilesOf(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Concat(folder.EnumerateDirectories()
            .Where(child => !Skipped.Contains(child.Name, StringComparer.Ordinal) && (child.Name[0] != '.' || child.Name == ".ci"))
            .SelectMany(child => FilesOf(child, pattern)));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NovaFenceFunctions.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests run inside a checkout.");
    }
}
