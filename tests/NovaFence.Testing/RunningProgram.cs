using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace NovaFence.Testing;

/// <summary>A program that runs until it ends or is disposed, and what it has said.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly SemaphoreSlim _said = new(0);

    /// <summary>Starts it as this says, but with all three of its streams redirected. Its input stays open.</summary>
    public RunningProgram(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, said) => Keep(_output, said.Data);
        _process.ErrorDataReceived += (_, said) => Keep(_error, said.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public RunningProgram(string program, IEnumerable<string> arguments)
        : this(new ProcessStartInfo(program, arguments))
    {
    }

    /// <summary>The lines of its standard output.</summary>
    public IReadOnlyCollection<string> OutputLines => _output;

    /// <summary>The lines of its standard error.</summary>
    public IReadOnlyCollection<string> ErrorLines => _error;

    /// <summary>Its standard output so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Its standard error so far.</summary>
    public string Error => string.Join('\n', _error);

    /// <summary>Both.</summary>
    public string Said => $"{Output}\n{Error}";

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>How it ended, if it has.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Waits for the first line of its output that satisfies.</summary>
    /// <exception cref="InvalidOperationException">It has ended, and will not say it any more.</exception>
    public async Task<string> LineAsync(Func<string, bool> satisfies, string what)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            var hasExited = _process.HasExited;
            if (_output.FirstOrDefault(satisfies) is { } line)
                return line;
            if (hasExited)
                throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with {_process.ExitCode} before it printed {what}.\n{Output}\n{Error}");
            await _said.WaitAsync(TimeSpan.FromMilliseconds(100), bound.Token);
        }
    }

    /// <summary>Writes a line to its standard input.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>As <c>kill -TERM</c>, or another signal.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself and all that it said has been read. How it ended.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience.Bound);
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    /// <summary><c>kill -9</c>, also of what it has started.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _said.Dispose();
    }

    private void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        _said.Release();
    }
}
