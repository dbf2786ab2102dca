using System.ComponentModel;
using System.Diagnostics;

namespace NovaFence.Architecture.Tests.Documents;

/// <summary>Runs a tool of those who would read a file of this repository.</summary>
internal static class Tool
{
    /// <summary>Runs it in the repository's root; what it said where it succeeds. Skips the test where it is not here, unless <paramref name="required"/> says that it has to be.</summary>
    internal static async Task<string> RunAsync(string tool, string arguments, string required = "NOVAFENCE_REQUIRE_PROMTOOL")
    {
        using var process = Started(tool, arguments, required);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(0, "{0} {1} said {2}{3}", tool, arguments, await output, error);
        return await output;
    }

    private static Process Started(string tool, string arguments, string required)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(tool, arguments) { WorkingDirectory = Repository.Root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable(required) == "1", $"{tool} is not here (Debian: prometheus, prometheus-alertmanager, jsonnet). '.ci/run' installs it.");
            throw;
        }
    }
}
