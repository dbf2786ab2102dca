using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NovaFence.Testing;

/// <summary>A running Azurite table service on a free loopback port, its tables in memory.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Public, and the same for every Azurite: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Ends with its standard input: also a test run that is killed leaves no Azurite behind.
    private const string RunWhileInputIsOpen = "process.stdin.resume().on('end', () => process.exit()); require(process.argv[1])";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private AzuriteProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static string ConnectionStringFor(int port) => FormattableString.Invariant(
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{Account};");

    /// <exception cref="AzuriteMissingException">It does not start.</exception>
    public static async Task<AzuriteProcess> StartAsync(string script)
    {
        // Somebody else may take the port between finding it free and using it.
        for (var tries = 0; tries < 3; tries++)
        {
            var azurite = Launch(script, FreePort());
            if (await azurite.AnswersAsync())
                return azurite;
            await azurite.DisposeAsync();
        }

        throw new AzuriteMissingException($"{script} does not start or does not answer.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static AzuriteProcess Launch(string script, int port)
    {
        string[] arguments =
        [
            "-e", RunWhileInputIsOpen, "--", script,
            "--tableHost", "127.0.0.1", "--tablePort", port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // Read and forgotten, so that a full pipe never stops it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new AzuriteProcess(process, port);
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{Port}/{Account}/Tables"));
        var started = Stopwatch.GetTimestamp();
        while (!_process.HasExited && Stopwatch.GetElapsedTime(started) < StartTime)
        {
            try
            {
                using var answer = await client.GetAsync(address);
                return !_process.HasExited;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
