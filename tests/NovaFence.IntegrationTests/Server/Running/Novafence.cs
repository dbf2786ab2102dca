using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace NovaFence.Server.Tests.Running;

/// <summary>A running <c>novafence</c>.</summary>
public sealed class Novafence : IAsyncDisposable
{
    /// <summary>Bound for everything that is waited for; it only ends a test that has failed already.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly SemaphoreSlim _written = new(0);

    private Novafence(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public string Error => string.Join('\n', _error);

    public static Novafence Start(Surroundings surroundings, params IEnumerable<string> arguments) => StartAs("novafence.dll", surroundings, arguments);

    /// <summary>Starts a program that is made of novafence.</summary>
    public static Novafence StartAs(string program, Surroundings surroundings, params IEnumerable<string> arguments)
    {
        return StartProcess(surroundings, "dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]);
    }

    /// <summary>Starts a shell that becomes novafence, or runs it.</summary>
    public static Novafence StartScript(Surroundings surroundings, string script) => StartProcess(surroundings, "bash", ["-e", "-c", script]);

    private static Novafence StartProcess(Surroundings surroundings, string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = surroundings.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in surroundings.All)
            start.Environment[name] = value;
        return new Novafence(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Ended> RunAsync(Surroundings surroundings, params IEnumerable<string> arguments)
    {
        await using var program = Start(surroundings, arguments);
        return await program.EndAsync();
    }

    /// <summary>Waits until it has printed this.</summary>
    public async Task WhenPrintedAsync(string text)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"novafence ended with {_process.ExitCode} before it printed '{text}'.\n{Output}\n{Error}");
            await _written.WaitAsync(TimeSpan.FromMilliseconds(100), bound.Token);
        }
    }

    /// <summary>Waits until it listens, and is ready; whoever speaks through this client has the token.</summary>
    public async Task<HttpClient> WhenReadyAsync(string token)
    {
        await WhenPrintedAsync("listens on");
        var address = Output.Split('\n').Single(line => line.StartsWith("novafence listens on ", StringComparison.Ordinal)).Split(' ')[3];
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var bound = new CancellationTokenSource(Patience);
        while (!(await client.GetAsync("/api/health/ready", bound.Token)).IsSuccessStatusCode)
            await Task.Delay(100, bound.Token);
        return client;
    }

    /// <summary>As <c>kill -TERM</c>, or another signal.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async Task<Ended> EndAsync()
    {
        using var bound = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(bound.Token);
        return new Ended(_process.ExitCode, Output, Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _written.Dispose();
    }

    private void Take(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        _written.Release();
    }
}
