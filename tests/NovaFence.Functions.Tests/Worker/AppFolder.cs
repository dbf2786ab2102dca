using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>
/// The folder whose worker is run: the published one where <c>NOVAFENCE_FUNCTIONS_PUBLISH</c> names it, else what was built with these tests.
/// </summary>
internal static class AppFolder
{
    /// <summary>The environment variable that names the published folder.</summary>
    public const string Variable = "NOVAFENCE_FUNCTIONS_PUBLISH";

    public static string Root { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } published
        ? Path.GetFullPath(published)
        : Repository.PathOf($"src/NovaFence.Functions/bin/{Built}");

    /// <summary>The program and its first argument, as <c>worker.config.json</c> tells the host.</summary>
    public static (string Program, string Argument) Command
    {
        get
        {
            var description = JsonDocument.Parse(Read("worker.config.json")).RootElement.GetProperty("description");
            var program = description.GetProperty("defaultExecutablePath").GetString()!;
            return (program == "dotnet" ? Dotnet : program, PathOf(description.GetProperty("defaultWorkerPath").GetString()!));
        }
    }

    /// <summary>A Release build is for the one platform that is published.</summary>
    private static string Built => typeof(AppFolder).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration switch
    {
        "Release" => "Release/net10.0/linux-x64",
        var other => $"{other}/net10.0",
    };

    /// <summary>The <c>dotnet</c> whose runtime these tests run on.</summary>
    private static string Dotnet => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));
}
