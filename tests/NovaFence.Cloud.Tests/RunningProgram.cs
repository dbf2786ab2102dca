using System.Collections.Concurrent;
using System.Diagnostics;

namespace NovaFence.Cloud.Tests;

/// <summary>A program that runs until it is disposed, and what it said.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    public RunningProgram(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    /// <summary>The first line that has been said and satisfies; null while there is none.</summary>
    /// <exception cref="InvalidOperationException">The program has ended, and will not say it any more.</exception>
    public string? Line(Func<string, bool> satisfies)
    {
        var ended = _process.HasExited;
        return _lines.FirstOrDefault(satisfies)
            ?? (ended ? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with {_process.ExitCode}: {Output}") : null);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs said)
    {
        if (said.Data is { } line)
            _lines.Enqueue(line);
    }
}
