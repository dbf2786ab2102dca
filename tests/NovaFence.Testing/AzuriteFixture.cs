using Xunit;

namespace NovaFence.Testing;

/// <summary>
/// Table Storage on this machine: one Azurite for all tests of an assembly
/// (<c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>), its tables in memory.
/// </summary>
/// <remarks>
/// Where it cannot be had, each test that asks for it is skipped and says why. With <c>NOVAFENCE_REQUIRE_AZURITE=1</c> that is a failure: CI
/// must not mistake a machine without Node for a proof.
/// </remarks>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? _process;
    private string? _why;

    /// <summary>The address of the tables; skips the test where there are none.</summary>
    public string ConnectionString => AzuriteProcess.ConnectionStringFor(Port);

    /// <summary>The loopback port; skips the test where there is none.</summary>
    public int Port => _process?.Port ?? throw new AzuriteMissingException(_why ?? "the fixture was not started");

    /// <summary>The tables' address through another port of this machine, such as a <see cref="Relay"/>'s.</summary>
    public static string ConnectionStringThrough(int port) => AzuriteProcess.ConnectionStringFor(port);

    public async ValueTask InitializeAsync()
    {
        try
        {
            _process = await AzuriteProcess.StartAsync(await AzuriteInstallation.FindOrInstallAsync());
        }
        catch (AzuriteMissingException missing) when (Environment.GetEnvironmentVariable("NOVAFENCE_REQUIRE_AZURITE") != "1")
        {
            _why = missing.Why;
            await Console.Error.WriteLineAsync($"AZURITE IS MISSING, ITS TESTS ARE SKIPPED: {missing.Why}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A test may have ended it before.
        if (Interlocked.Exchange(ref _process, null) is { } process)
            await process.DisposeAsync();
    }
}
