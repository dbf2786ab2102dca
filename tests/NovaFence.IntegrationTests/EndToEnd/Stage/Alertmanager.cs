using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Debian's Alertmanager, whose only route sends every alert to NovaFence: the mistake that the documentation warns of.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus-alertmanager";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novafence-alertmanager-");
    private readonly ConcurrentQueue<string> _said = new();
    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly string _prefix;
    private Process? _process;

    private Alertmanager(string prefix)
    {
        _prefix = prefix;
        _address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        Url = _address + prefix;
        _client = new HttpClient { BaseAddress = new Uri(Url + "/"), Timeout = Patience.Long };
    }

    /// <summary>Where it will listen; nothing does before <see cref="StartAsync"/>.</summary>
    public string Url { get; }

    /// <summary>Skips the test where it is not installed.</summary>
    /// <param name="prefix">The path below which it serves.</param>
    public static Alertmanager Installed(string prefix)
    {
        Assert.SkipUnless(File.Exists(Program), $"Debian's prometheus-alertmanager is not installed ({Program}): whether findings arrive at a real Alertmanager was not tested.");
        return new Alertmanager(prefix);
    }

    public async Task StartAsync(Instance receiver)
    {
        var config = Path.Combine(_folder.FullName, "alertmanager.yml");
        await File.WriteAllTextAsync(config, $"""
            route:
              receiver: novafence
              group_by: ['...']
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 1m
            receivers:
              - name: novafence
                webhook_configs:
                  - url: {receiver.Address}api/webhooks/alertmanager
                    send_resolved: true
                    http_config:
                      authorization:
                        credentials: {SceneSettings.AlertmanagerToken}
            """);
        var start = new ProcessStartInfo(
            Program,
            [
                $"--config.file={config}", $"--storage.path={Path.Combine(_folder.FullName, "data")}", $"--web.listen-address={_address.Authority}",
                $"--web.route-prefix=/{_prefix}", "--cluster.listen-address=",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Until.Async(IsReadyAsync);
    }

    /// <summary>The alerts it takes for firing, as whoever looks at its page sees them.</summary>
    public async Task<IReadOnlyList<JsonNode>> AlertsAsync() =>
        [.. JsonNode.Parse(await _client.GetStringAsync(new Uri("api/v2/alerts", UriKind.Relative)))!.AsArray().Select(alert => alert!)];

    /// <summary>How many of its deliveries were not answered 2xx.</summary>
    public async Task<double> FailedDeliveriesAsync()
    {
        const string name = "alertmanager_notification_requests_failed_total{integration=\"webhook\"} ";
        var metrics = await _client.GetStringAsync(new Uri("metrics", UriKind.Relative));
        return double.Parse(metrics.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"Alertmanager ended with {_process.ExitCode}: {string.Join('\n', _said)}");
        try
        {
            return (await _client.GetAsync(new Uri("-/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
