using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Testing;

namespace NovaFence.Cloud.Tests;

/// <summary>Debian's Alertmanager with the README's own route. Only the port of its one receiver is another.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus-alertmanager";

    private readonly RunningProgram _program;
    private readonly HttpClient _http;
    private readonly DirectoryInfo _folder;
    private readonly int _clusterPort;

    private Alertmanager(RunningProgram program, Uri address, DirectoryInfo folder, int clusterPort)
    {
        _clusterPort = clusterPort;
        _program = program;
        _folder = folder;
        _http = new HttpClient { BaseAddress = address };
    }

    public string Log => _program.Output;

    /// <summary>Where Prometheus and amtool find it.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>Skips the test where it is not installed.</summary>
    /// <param name="receiver">Its one receiver.</param>
    /// <param name="isClustered">Whether it gossips.</param>
    /// <param name="peer">With whom: the other one of a pair.</param>
    public static async Task<Alertmanager> StartAsync(Fencing receiver, bool isClustered = false, Alertmanager? peer = null)
    {
        Assert.SkipUnless(File.Exists(Program), $"Debian's prometheus-alertmanager is not installed ({Program}).");
        var folder = Directory.CreateTempSubdirectory("novafence-alertmanager-");
        var config = Path.Combine(folder.FullName, "alertmanager.yml");
        var shown = await File.ReadAllTextAsync(Built.Document("alertmanager.example.yml"), TestContext.Current.CancellationToken);
        shown.Should().Contain("http://127.0.0.1:7071/");
        await File.WriteAllTextAsync(config, shown.Replace("http://127.0.0.1:7071", receiver.Address, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "novafence.token"), receiver.WebhookToken + "\n", TestContext.Current.CancellationToken);

        var (port, clusterPort) = (Ports.Free(), Ports.Free());
        string[] cluster = isClustered
            ?
            [
                string.Create(CultureInfo.InvariantCulture, $"--cluster.listen-address=127.0.0.1:{clusterPort}"), "--cluster.peer-timeout=2s", "--cluster.settle-timeout=2s",
                .. peer is null ? (string[])[] : [string.Create(CultureInfo.InvariantCulture, $"--cluster.peer=127.0.0.1:{peer._clusterPort}")],
            ]
            : ["--cluster.listen-address="];
        var program = new RunningProgram(
            Program,
            [
                $"--config.file={config}", $"--storage.path={Path.Combine(folder.FullName, "data")}",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), "--log.level=debug", .. cluster,
            ]);
        var alertmanager = new Alertmanager(program, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), folder, clusterPort);
        await Patience.UntilAsync("Alertmanager is ready", async () =>
            (await alertmanager._http.GetAsync(new Uri("-/ready", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return alertmanager;
    }

    /// <summary>What Prometheus would post: the alert fires, or has ended; with the annotation that the README's route takes as evidence, or without.</summary>
    public async Task PostAsync(string host, DateTimeOffset startsAt, DateTimeOffset? endsAt = null, bool fenced = true)
    {
        var alert = new JsonObject
        {
            ["labels"] = new JsonObject { ["alertname"] = "HostDown", ["host"] = host },
            ["annotations"] = fenced ? new JsonObject { ["fenced"] = "true" } : [],
            ["startsAt"] = startsAt.ToString("O", CultureInfo.InvariantCulture),
        };
        if (endsAt is { } end)
            alert["endsAt"] = end.ToString("O", CultureInfo.InvariantCulture);
        using var content = new StringContent(new JsonArray(alert).ToJsonString(), Encoding.UTF8, "application/json");
        using var reply = await _http.PostAsync(new Uri("api/v2/alerts", UriKind.Relative), content, TestContext.Current.CancellationToken);
        reply.IsSuccessStatusCode.Should().BeTrue("Alertmanager takes the alert: {0}", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>How many of its webhook requests were answered with something it tries again.</summary>
    public async Task<double> FailedRequestsAsync()
    {
        var metrics = await _http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        const string name = "alertmanager_notification_requests_failed_total{integration=\"webhook\"} ";
        var line = metrics.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
