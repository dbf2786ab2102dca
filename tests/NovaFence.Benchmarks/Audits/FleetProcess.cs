using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NovaFence.Sandbox;

namespace NovaFence.Benchmarks.Audits;

/// <summary>
/// A sandbox's cloud of many hosts in a process of its own, so that neither its memory nor its processor time is taken for the audit's.
/// </summary>
internal sealed class FleetProcess : IAsyncDisposable
{
    private readonly Process _process;

    private FleetProcess(Process process, IReadOnlyDictionary<string, string?> configuration)
    {
        _process = process;
        Configuration = configuration;
    }

    /// <summary>What NovaFence needs to find it.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; }

    public static async Task<FleetProcess> StartAsync(int hosts, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["fleet", "--hosts", hosts.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new MeasurementException("The cloud did not start.");
        var said = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new MeasurementException("The cloud ended before it said where it listens.");
        return new FleetProcess(process, JsonNode.Parse(said)!.AsObject().ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal));
    }

    /// <summary>What the process does: it says where it listens, and ends when nobody holds its input open any more.</summary>
    public static async Task ServeAsync(int hosts, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(1, hosts).Select(number => FormattableString.Invariant($"compute{number}"));
        await using var cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [.. names] }, cancellationToken);
        Console.WriteLine(new JsonObject
        {
            ["NovaFence:Cloud:AuthUrl"] = cloud.AuthUrl.ToString(),
            ["NovaFence:Cloud:ApplicationCredentialId"] = cloud.Admin.ApplicationCredentialId,
            ["NovaFence:Cloud:ApplicationCredentialSecret"] = cloud.Admin.ApplicationCredentialSecret,
        }.ToJsonString());
        await Console.In.ReadLineAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
