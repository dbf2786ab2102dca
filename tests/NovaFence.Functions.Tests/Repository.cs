namespace NovaFence.Functions.Tests;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    public static DirectoryInfo Root { get; } = Find();

    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root.FullName, relative));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static DirectoryInfo Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NovaFenceFunctions.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests run outside the source tree.");
    }
}
