using System.Text.Json.Nodes;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Debian's Alertmanager, whose only route sends every alert to NovaFence: the mistake that the documentation warns of.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private readonly AlertmanagerProcess _process;

    private Alertmanager(AlertmanagerProcess process) => _process = process;

    /// <summary>Where it will listen; nothing does before <see cref="StartAsync"/>.</summary>
    public string Url => _process.Address.ToString().TrimEnd('/');

    /// <summary>Skips the test where it is not installed.</summary>
    /// <param name="prefix">The path below which it serves.</param>
    public static Alertmanager Installed(string prefix) => new(AlertmanagerProcess.Installed(prefix));

    public Task StartAsync(Instance receiver) => _process.StartAsync(
        $"""
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
        """,
        "--cluster.listen-address=");

    /// <summary>The alerts it takes for firing, as whoever looks at its page sees them.</summary>
    public async Task<IReadOnlyList<JsonNode>> AlertsAsync() =>
        [.. JsonNode.Parse(await _process.Http.GetStringAsync(new Uri("api/v2/alerts", UriKind.Relative)))!.AsArray().Select(alert => alert!)];

    /// <summary>How many of its deliveries were not answered 2xx.</summary>
    public Task<double> FailedDeliveriesAsync() => _process.FailedRequestsAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
