using System.Reflection;

namespace NovaFence.Cloud.Tests;

/// <summary>Where the build put things.</summary>
internal static class Built
{
    public static string Server { get; } = Metadata("Server");

    /// <summary>A file of <c>docs/</c>: what the README shows is what is run here.</summary>
    public static string Document(string name) => Path.GetFullPath(Path.Combine(Metadata("Repository"), "docs", name));

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
