using System.Diagnostics;
using System.Reflection;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>The real compiler, as it came with the restore.</summary>
internal static class BicepCompiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string? Package = Metadata("Bicep");

    /// <summary>Why it cannot be run here; null when it can.</summary>
    public static string? Missing => Package is null ? "BICEP WAS NOT RUN: its package is for Linux on x64 only" : null;

    /// <summary>Where the restore put it. A restore that succeeded has put it somewhere, so that it is not there fails the tests.</summary>
    private static string Program { get; } = Metadata("PackageFolders")?.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, Package ?? "")).FirstOrDefault(File.Exists) ?? $"{Package}, which is in no folder of packages";

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="environment">What <c>readEnvironmentVariable</c> finds.</param>
    /// <param name="arguments">The command.</param>
    /// <returns>Everything it said, warnings above all.</returns>
    public static async Task<(int ExitCode, string Said)> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var said = await Task.WhenAll(process.StandardError.ReadToEndAsync(patience.Token), process.StandardOutput.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, string.Concat(said));
    }

    private static string? Metadata(string key) =>
        typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == key)?.Value;
}
