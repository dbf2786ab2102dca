using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>The worker as a process, started as the Functions host starts it, with no more of this one's environment than .NET needs.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>What the real host allows a message to have, in bytes.</summary>
    private const int MaxMessageLength = int.MaxValue;

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "USERPROFILE", "SystemRoot", "DOTNET_ROOT"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private WorkerProcess(Process process) => _process = process;

    /// <summary>The <c>--functions-worker-id</c>.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>What stands in the standard output, line by line.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>What stands in the standard error, line by line.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public int ExitCode => _process.ExitCode;

    public static WorkerProcess Start(Uri host, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var (program, argument) = AppFolder.Command;
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = AppFolder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Except(Inherited, StringComparer.Ordinal).ToList())
            start.Environment.Remove(name);
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = AppFolder.Root;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = AppFolder.Root;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var worker = new WorkerProcess(new Process { StartInfo = start });
        start.ArgumentList.Add(argument);
        worker.AddArguments(host);
        worker._process.OutputDataReceived += (_, line) => Add(worker._output, line.Data);
        worker._process.ErrorDataReceived += (_, line) => Add(worker._errors, line.Data);
        worker._process.Start();
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Waits until it has ended and all that it printed has been read.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }

    /// <summary>Both spellings, as the real host writes them.</summary>
    private void AddArguments(Uri host)
    {
        var request = Guid.NewGuid().ToString();
        var longest = MaxMessageLength.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in ((string, string)[])
        [
            ("host", host.Host), ("port", host.Port.ToString(CultureInfo.InvariantCulture)), ("workerId", Id), ("requestId", request), ("grpcMaxMessageLength", longest),
            ("functions-uri", host.AbsoluteUri), ("functions-worker-id", Id), ("functions-request-id", request), ("functions-grpc-max-message-length", longest),
        ])
        {
            _process.StartInfo.ArgumentList.Add($"--{name}");
            _process.StartInfo.ArgumentList.Add(value);
        }
    }
}
