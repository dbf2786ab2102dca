using System.ComponentModel;
using System.Diagnostics;

namespace NovaFence.Testing;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <summary>What it said; null where there is no such program or it took too long.</summary>
    public static async Task<CommandResult?> RunAsync(string program, IEnumerable<string> arguments, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new CommandResult(process.ExitCode, await output + await error);
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            process?.Kill(entireProcessTree: true);
            return null;
        }
        finally
        {
            process?.Dispose();
        }
    }
}
