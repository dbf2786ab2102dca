using System.Diagnostics;
using System.Net.Http.Headers;

namespace NovaFence.Server.Tests.Running;

/// <summary>A running <c>novafence</c>.</summary>
public sealed class Novafence : IAsyncDisposable
{
    private readonly RunningProgram _program;

    private Novafence(RunningProgram program) => _program = program;

    /// <summary>Its process.</summary>
    public int Id => _program.Id;

    public string Output => _program.Output;

    public string Error => _program.Error;

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
            WorkingDirectory = surroundings.Folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in surroundings.All)
            start.Environment[name] = value;
        return new Novafence(new RunningProgram(start));
    }

    /// <summary>Runs a command to its end, in a process that runs others too; in one of its own what may have to be killed, and the help, which says what the program is called.</summary>
    public static Task<Ended> RunAsync(Surroundings surroundings, params IReadOnlyList<string> arguments) =>
        arguments is ["serve" or "sandbox", ..] or [.., "--help"] ? RunProcessAsync(surroundings, arguments) : WarmNovafence.RunAsync(surroundings, arguments);

    /// <summary>Runs a command to its end, in a process of its own.</summary>
    public static async Task<Ended> RunProcessAsync(Surroundings surroundings, params IReadOnlyList<string> arguments)
    {
        await using var program = Start(surroundings, arguments);
        return await program.EndAsync();
    }

    /// <summary>Waits until it has printed this.</summary>
    public async Task WhenPrintedAsync(string text) => await _program.LineAsync(line => line.Contains(text, StringComparison.Ordinal), $"'{text}'");

    /// <summary>Waits until it listens, and is ready; whoever speaks through this client has the token.</summary>
    public async Task<HttpClient> WhenReadyAsync(string token)
    {
        await WhenPrintedAsync("listens on");
        var address = Output.Split('\n').Single(line => line.StartsWith("novafence listens on ", StringComparison.Ordinal)).Split(' ')[3];
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = Patience.Bound };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (!(await client.GetAsync("/api/health/ready", bound.Token)).IsSuccessStatusCode)
            await Task.Delay(100, bound.Token);
        return client;
    }

    /// <summary>As <c>kill -TERM</c>, or another signal.</summary>
    public Task SignalAsync(string signal) => _program.SignalAsync(signal);

    public async Task<Ended> EndAsync()
    {
        var exitCode = await _program.EndAsync();
        return new Ended(exitCode, Output, Error);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
