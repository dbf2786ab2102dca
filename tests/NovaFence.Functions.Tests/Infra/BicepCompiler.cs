using System.Diagnostics;
using System.Reflection;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>The real compiler, as it came with the restore.</summary>
internal static class BicepCompiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string? Program = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static data => data.Key == "Bicep")?.Value;

    /// <summary>Why it cannot be run here; null when it can.</summary>
    public static string? Missing => Program switch
    {
        null => "BICEP WAS NOT RUN: its package is for Linux on x64 only",
        _ when !File.Exists(Program) => $"BICEP WAS NOT RUN: there is no {Program}",
        _ => null,
    };

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="environment">What <c>readEnvironmentVariable</c> finds.</param>
    /// <param name="arguments">The command.</param>
    /// <returns>Everything it said, warnings above all.</returns>
    public static async Task<(int ExitCode, string Said)> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program!, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var said = await Task.WhenAll(process.StandardError.ReadToEndAsync(patience.Token), process.StandardOutput.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, string.Concat(said));
    }
}
