using System.Diagnostics;
using System.Globalization;

namespace NovaFence.Cloud.Tests.Page;

/// <summary><c>novafence serve</c> on a sandbox's cloud and ledger.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly RunningProgram _program;

    private RunningServer(string configuration, int port)
    {
        var start = new ProcessStartInfo("dotnet", [Built.Server, "serve", "--config", configuration, "--port", port.ToString(CultureInfo.InvariantCulture)]);
        // The sandbox does not write its senders' and operators' tokens down.
        start.Environment["NovaFence__Access__OperatorTokens__0"] = RunningSandbox.OperatorToken;
        _program = new RunningProgram(start);
    }

    internal Uri Address { get; private set; } = null!;

    /// <param name="configuration">What the sandbox has written down.</param>
    /// <param name="port">0 for any.</param>
    internal static async Task<RunningServer> StartAsync(string configuration, int port = 0)
    {
        var server = new RunningServer(configuration, port);
        var line = await server._program.LineAsync(line => line.StartsWith("novafence listens on ", StringComparison.Ordinal), "its address");
        server.Address = new Uri(line.Split(' ')[3]);
        return server;
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
