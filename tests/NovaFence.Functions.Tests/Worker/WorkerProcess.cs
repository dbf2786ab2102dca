using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>The worker as a process, started as the Functions host starts it, with no more of this one's environment than .NET needs.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>What the real host allows a message to have, in bytes.</summary>
    private const int MaxMessageLength = int.MaxValue;

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "USERPROFILE", "SystemRoot", "DOTNET_ROOT"];

    private readonly RunningProgram _program;

    private WorkerProcess(RunningProgram program, string id) => (_program, Id) = (program, id);

    /// <summary>The <c>--functions-worker-id</c>.</summary>
    public string Id { get; }

    /// <summary>What stands in the standard output, line by line.</summary>
    public IReadOnlyCollection<string> Output => _program.OutputLines;

    /// <summary>What stands in the standard error, line by line.</summary>
    public IReadOnlyCollection<string> Errors => _program.ErrorLines;

    public int ExitCode => _program.ExitCode;

    public static WorkerProcess Start(Uri host, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var (program, argument) = AppFolder.Command;
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = AppFolder.Root,
        };
        foreach (var name in start.Environment.Keys.Except(Inherited, StringComparer.Ordinal).ToList())
            start.Environment.Remove(name);
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = AppFolder.Root;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = AppFolder.Root;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var id = Guid.NewGuid().ToString();
        start.ArgumentList.Add(argument);
        AddArguments(start.ArgumentList, host, id);
        return new WorkerProcess(new RunningProgram(start), id);
    }

    /// <summary>Waits until it has ended and all that it printed has been read.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _program.EndAsync(cancellationToken);

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _program.KillAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    /// <summary>Both spellings, as the real host writes them.</summary>
    private static void AddArguments(Collection<string> arguments, Uri host, string id)
    {
        var request = Guid.NewGuid().ToString();
        var longest = MaxMessageLength.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in ((string, string)[])
        [
            ("host", host.Host), ("port", host.Port.ToString(CultureInfo.InvariantCulture)), ("workerId", id), ("requestId", request), ("grpcMaxMessageLength", longest),
            ("functions-uri", host.AbsoluteUri), ("functions-worker-id", id), ("functions-request-id", request), ("functions-grpc-max-message-length", longest),
        ])
        {
            arguments.Add($"--{name}");
            arguments.Add(value);
        }
    }
}
