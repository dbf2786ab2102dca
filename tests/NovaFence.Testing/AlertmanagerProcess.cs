using System.Globalization;
using Xunit;

namespace NovaFence.Testing;

/// <summary>Debian's Alertmanager on a free loopback port, in a folder that goes away with it.</summary>
public sealed class AlertmanagerProcess : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus-alertmanager";
    private const string Failed = "alertmanager_notification_requests_failed_total{integration=\"webhook\"} ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novafence-alertmanager-");
    private readonly string _prefix;
    private RunningProgram? _program;

    private AlertmanagerProcess(string prefix)
    {
        _prefix = prefix;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}/{(prefix.Length == 0 ? "" : prefix + "/")}"));
        Http = new HttpClient { BaseAddress = Address, Timeout = Patience.Bound };
    }

    /// <summary>Where it will listen, with a slash at the end; nothing does before <see cref="StartAsync"/>.</summary>
    public Uri Address { get; }

    /// <summary>Asks it, by paths behind its address.</summary>
    public HttpClient Http { get; }

    /// <summary>What it said.</summary>
    public string Log => _program?.Said ?? "";

    /// <summary>Skips the test where it is not installed.</summary>
    /// <param name="prefix">The path below which it serves, without slashes around it.</param>
    public static AlertmanagerProcess Installed(string prefix = "")
    {
        Assert.SkipUnless(File.Exists(Program), $"Debian's prometheus-alertmanager is not installed ({Program}).");
        return new AlertmanagerProcess(prefix);
    }

    /// <summary>A file beside its configuration, from which that names it.</summary>
    public Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text);

    /// <summary>Starts it, and returns when it is ready.</summary>
    public async Task StartAsync(string configuration, params IEnumerable<string> arguments)
    {
        await WriteAsync("alertmanager.yml", configuration);
        _program = new RunningProgram(
            Program,
            [
                $"--config.file={Path.Combine(_folder.FullName, "alertmanager.yml")}", $"--storage.path={Path.Combine(_folder.FullName, "data")}", $"--web.listen-address={Address.Authority}",
                $"--web.route-prefix=/{_prefix}", .. arguments,
            ]);
        await Patience.UntilAsync("Alertmanager is ready", async () => _program.HasExited
            ? throw new InvalidOperationException($"Alertmanager ended with {_program.ExitCode}: {Log}")
            : (await Http.GetAsync(new Uri("-/ready", UriKind.Relative))).IsSuccessStatusCode);
    }

    /// <summary>How many of its webhook requests were answered with something it tries again, or not at all.</summary>
    public async Task<double> FailedRequestsAsync()
    {
        var metrics = await Http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        return double.Parse(metrics.Split('\n').Single(line => line.StartsWith(Failed, StringComparison.Ordinal))[Failed.Length..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
