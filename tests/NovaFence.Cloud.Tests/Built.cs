using System.Reflection;

namespace NovaFence.Cloud.Tests;

/// <summary>Where the build put things.</summary>
internal static class Built
{
    public static string Server { get; } = Metadata("Server");

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
