using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NovaFence.Server.Commands;

namespace NovaFence.TestPrograms;

/// <summary>
/// Runs commands of novafence one after the other, so that the start of .NET and the compilation of what they have in common are paid once. Each is a line of
/// standard input, an <see cref="AskedCommand"/> as JSON; what it prints goes where it would go, and on both streams a line follows that tells the end.
/// </summary>
internal static class ManyCommands
{
    /// <summary>How a process ends that throws, on Linux.</summary>
    private const int Aborted = 134;

    /// <param name="end">What the line begins with that tells the end; behind it stands the exit code.</param>
    internal static async Task<int> RunAsync(string end)
    {
        // Not Console.In, which the commands might read.
        using var asked = new StreamReader(Console.OpenStandardInput());
        await using var output = Console.OpenStandardOutput();
        await using var error = Console.OpenStandardError();
        while (await asked.ReadLineAsync() is { } line)
        {
            var exitCode = await RunAsync(JsonSerializer.Deserialize<AskedCommand>(line)!);
            var told = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{end} {exitCode}\n"));
            await output.WriteAsync(told);
            await error.WriteAsync(told);
        }

        return 0;
    }

    private static async Task<int> RunAsync(AskedCommand command)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key).ToList())
            Environment.SetEnvironmentVariable(name, null);
        foreach (var (name, value) in command.Variables)
            Environment.SetEnvironmentVariable(name, value);
        Environment.CurrentDirectory = command.Folder;
        try
        {
            return await CommandLine.RunAsync([.. command.Arguments]);
        }
        catch (Exception unexpected)
        {
            await Console.Error.WriteLineAsync($"Unhandled exception. {unexpected}");
            return Aborted;
        }
        finally
        {
            // A process that ends closes its files; the folder may go away now.
            SqliteConnection.ClearAllPools();
            Environment.CurrentDirectory = AppContext.BaseDirectory;
        }
    }
}
