namespace NovaFence.Testing;

/// <summary>A running Azurite table service on a free loopback port, its tables in memory.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Public, and the same for every Azurite: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Ends with its standard input: also a test run that is killed leaves no Azurite behind.
    private const string RunWhileInputIsOpen = "process.stdin.resume().on('end', () => process.exit()); require(process.argv[1])";

    private readonly RunningProgram _program;

    private AzuriteProcess(RunningProgram program, int port)
    {
        _program = program;
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
            var azurite = Launch(script, Ports.Free());
            if (await azurite.StartsAsync())
                return azurite;
            await azurite.DisposeAsync();
        }

        throw new AzuriteMissingException($"{script} does not start.");
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static AzuriteProcess Launch(string script, int port)
    {
        string[] arguments =
        [
            "-e", RunWhileInputIsOpen, "--", script,
            "--tableHost", "127.0.0.1", "--tablePort", port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        return new AzuriteProcess(new RunningProgram("node", arguments), port);
    }

    /// <summary>By its own word: where somebody else has the port, he may answer there too.</summary>
    private async Task<bool> StartsAsync()
    {
        try
        {
            await _program.LineAsync(line => line.Contains("successfully started", StringComparison.Ordinal), "that it has started");
            return true;
        }
        catch (Exception notStarted) when (notStarted is InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
    }
}
