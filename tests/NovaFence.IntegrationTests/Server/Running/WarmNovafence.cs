using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NovaFence.TestPrograms;

namespace NovaFence.Server.Tests.Running;

/// <summary>
/// A process that runs commands of novafence one after the other. It ends with its standard input, that is with the tests; <c>CommandProcessTests</c> prove that a
/// command does the same in it as in a process of its own.
/// </summary>
internal sealed class WarmNovafence
{
    private static readonly string End = $"end-of-command-{Guid.NewGuid():N}";
    private static readonly ConcurrentBag<WarmNovafence> Idle = [];
    private static readonly SemaphoreSlim Turns = new(Environment.ProcessorCount);

    private readonly Process _process = Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NovaFence.TestPrograms.dll"), "commands", End])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Runs a command to its end, as many at once as there are processors.</summary>
    public static async Task<Ended> RunAsync(Surroundings surroundings, IEnumerable<string> arguments)
    {
        await Turns.WaitAsync();
        try
        {
            var warm = Idle.TryTake(out var idle) ? idle : new WarmNovafence();
            var ended = await warm.RunAsync(new AskedCommand(surroundings.Folder, surroundings.All.ToDictionary(StringComparer.Ordinal), [.. arguments]));
            // One that did not answer is left to its fate.
            Idle.Add(warm);
            return ended;
        }
        finally
        {
            Turns.Release();
        }
    }

    private async Task<Ended> RunAsync(AskedCommand command)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command).AsMemory(), bound.Token);
            await _process.StandardInput.FlushAsync(bound.Token);
            var output = ReadAsync(_process.StandardOutput, bound.Token);
            var error = await ReadAsync(_process.StandardError, bound.Token);
            return new Ended(error.ExitCode, (await output).Text, error.Text);
        }
        catch
        {
            _process.Kill();
            throw;
        }
    }

    /// <summary>What was said before the line that tells the end, without its last line break, as of a process that has ended.</summary>
    private static async Task<(int ExitCode, string Text)> ReadAsync(StreamReader stream, CancellationToken cancellationToken)
    {
        var said = new StringBuilder();
        while (await stream.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(End, StringComparison.Ordinal))
                return (int.Parse(line.AsSpan(End.Length), CultureInfo.InvariantCulture), Lines(said.ToString()));
            said.Append(line).Append('\n');
        }

        throw new InvalidOperationException($"The process that runs commands has ended: {said}");
    }

    /// <summary>The line break before the line that tells the end is not the command's.</summary>
    private static string Lines(string said)
    {
        var text = said[..^1];
        return text.EndsWith('\n') ? text[..^1] : text;
    }
}
