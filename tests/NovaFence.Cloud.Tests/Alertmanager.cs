using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary>Debian's Alertmanager with the README's own route. Only the port of its one receiver is another.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private readonly AlertmanagerProcess _process;
    private readonly int _clusterPort = Ports.Free();

    private Alertmanager(AlertmanagerProcess process) => _process = process;

    public string Log => _process.Log;

    /// <summary>Where Prometheus and amtool find it.</summary>
    public Uri Address => _process.Address;

    /// <summary>Skips the test where it is not installed.</summary>
    /// <param name="receiver">Its one receiver.</param>
    /// <param name="isClustered">Whether it gossips.</param>
    /// <param name="peer">With whom: the other one of a pair.</param>
    public static async Task<Alertmanager> StartAsync(Fencing receiver, bool isClustered = false, Alertmanager? peer = null)
    {
        var alertmanager = new Alertmanager(AlertmanagerProcess.Installed());
        var shown = Repository.Read("docs/alertmanager.example.yml");
        shown.Should().Contain("http://127.0.0.1:7071/");
        await alertmanager._process.WriteAsync("novafence.token", receiver.WebhookToken + "\n");
        string[] cluster = isClustered
            ?
            [
                string.Create(CultureInfo.InvariantCulture, $"--cluster.listen-address=127.0.0.1:{alertmanager._clusterPort}"), "--cluster.peer-timeout=2s", "--cluster.settle-timeout=2s",
                .. peer is null ? (string[])[] : [string.Create(CultureInfo.InvariantCulture, $"--cluster.peer=127.0.0.1:{peer._clusterPort}")],
            ]
            : ["--cluster.listen-address="];
        await alertmanager._process.StartAsync(shown.Replace("http://127.0.0.1:7071", receiver.Address, StringComparison.Ordinal), ["--log.level=debug", .. cluster]);
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
        using var reply = await _process.Http.PostAsync(new Uri("api/v2/alerts", UriKind.Relative), content, TestContext.Current.CancellationToken);
        reply.IsSuccessStatusCode.Should().BeTrue("Alertmanager takes the alert: {0}", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>How many of its webhook requests were answered with something it tries again.</summary>
    public Task<double> FailedRequestsAsync() => _process.FailedRequestsAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
