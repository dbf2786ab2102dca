using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Core.Audit;
using NovaFence.Http.Notifying;
using NovaFence.Http.Options;
using NovaFence.Http.Outbound;

namespace NovaFence.Http.Announcing;

/// <summary>
/// Tells one or more Alertmanagers what the audit found. Said again after every audit, as its clients are expected to
/// (https://prometheus.io/docs/alerting/latest/clients/), so that one that was away learns of it a minute later; and not said again, an alert ends by
/// itself.
/// </summary>
/// <remarks>That something is over is said once. Lost, the alert still ends after <see cref="AnnounceOptions.ExpireAfter"/>.</remarks>
internal sealed partial class AlertmanagerAnnouncements(
    OutboundClient client,
    PublicLinks links,
    IOptions<AnnounceOptions> announced,
    IOptions<AnswerOptions> answers,
    TimeProvider clock,
    ILogger<AlertmanagerAnnouncements> logger) : IAnnouncements
{
    /// <summary>
    /// Most alerts of one request: each has up to 2 KB, and a proxy commonly takes a body of 1 MB
    /// (https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size).
    /// </summary>
    public const int MostAlerts = 500;

    private readonly AnnounceOptions _options = announced.Value;
    private readonly IReadOnlyDictionary<string, string> _labels = FindingAlert.CommonLabels(announced.Value.Labels, answers.Value.Sandbox);

    /// <inheritdoc />
    public async Task AnnounceAsync(IReadOnlyList<Finding> open, IReadOnlyList<Finding> cleared, CancellationToken cancellationToken)
    {
        if (_options.Urls.Count == 0 || open.Count + cleared.Count == 0)
            return;
        var now = clock.GetUtcNow();
        var bodies = open.Select(finding => FindingAlert.Of(finding, _labels, links.Of(HostOf(finding)), now, now + _options.ExpireAfter))
            .Concat(cleared.Select(finding => FindingAlert.Of(finding, _labels, links.Of(HostOf(finding)), now, now)))
            .Chunk(MostAlerts)
            .Select(alerts => JsonSerializer.SerializeToUtf8Bytes(alerts, AnnouncingJson.Default.PostableAlertArray))
            .ToList();

        // One bound for all of it, however many there are to be told and however many requests it takes: the audit waits.
        using var patience = new CancellationTokenSource(_options.Timeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await Task.WhenAll(_options.Urls.Select(url => TellAsync(url, bodies, open.Count, cleared.Count, cancellationToken, stop.Token)));
    }

    private async Task TellAsync(string url, IReadOnlyList<byte[]> bodies, int open, int cleared, CancellationToken audit, CancellationToken stop)
    {
        var address = new Uri(url.TrimEnd('/') + "/api/v2/alerts");
        try
        {
            foreach (var body in bodies)
            {
                if (await PostAsync(address, body, stop) is { IsTaken: false } refused)
                {
                    Log.NotTold(logger, Shown(address), open, cleared, refused.Sentence);
                    return;
                }
            }

            Log.Told(logger, Shown(address), open, cleared);
        }
        catch (OperationCanceledException) when (!audit.IsCancellationRequested)
        {
            Log.NotTold(logger, Shown(address), open, cleared, FormattableString.Invariant($"no answer within {_options.Timeout.TotalSeconds:0.#} s"));
        }
    }

    private Task<OutboundReply> PostAsync(Uri address, byte[] body, CancellationToken cancellationToken) => client.PostAsync(
        address,
        new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) } },
        _options.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null,
        _options.Timeout,
        cancellationToken);

    private static string? HostOf(Finding finding) => finding.Host == Finding.NoHost ? null : finding.Host;

    /// <summary>Never with what stands before the host, even though such an address stops the start.</summary>
    private static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static partial class Log
    {
        [LoggerMessage(4300, LogLevel.Warning, "{Url} could not be told of {Open} open and {Cleared} cleared findings; open ones are told again by the next audit: {Why}")]
        public static partial void NotTold(ILogger logger, string url, int open, int cleared, string why);

        [LoggerMessage(4301, LogLevel.Debug, "{Url} was told of {Open} open and {Cleared} cleared findings")]
        public static partial void Told(ILogger logger, string url, int open, int cleared);
    }
}
