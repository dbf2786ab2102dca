using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Http.Options;

namespace NovaFence.Http.Announcing;

/// <summary>
/// Tells one or more Alertmanagers what the audit found. Said again after every audit, as its clients are expected to
/// (https://prometheus.io/docs/alerting/latest/clients/), so that one that was away learns of it a minute later; and not said again, an alert ends by
/// itself.
/// </summary>
/// <remarks>That something is over is said once. Lost, the alert still ends after <see cref="AnnounceOptions.ExpireAfter"/>.</remarks>
internal sealed partial class AlertmanagerAnnouncements(
    IHttpClientFactory clients,
    IOptions<AnnounceOptions> announced,
    IOptions<AnswerOptions> answers,
    TimeProvider clock,
    ILogger<AlertmanagerAnnouncements> logger) : IAnnouncements
{
    /// <summary>The name of the client.</summary>
    public const string Client = "announcements";

    /// <summary>
    /// Most alerts of one request: each has up to 2 KB, and a proxy commonly takes a body of 1 MB
    /// (https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size).
    /// </summary>
    public const int MostAlerts = 500;

    /// <summary>As much of a refusal is logged.</summary>
    private const int MostWords = 300;

    private readonly AnnounceOptions _options = announced.Value;
    private readonly IReadOnlyDictionary<string, string> _labels = FindingAlert.CommonLabels(announced.Value.Labels, answers.Value.Sandbox);

    /// <inheritdoc />
    public async Task AnnounceAsync(IReadOnlyList<Finding> open, IReadOnlyList<Finding> cleared, CancellationToken cancellationToken)
    {
        if (_options.Urls.Count == 0 || open.Count + cleared.Count == 0)
            return;
        var now = clock.GetUtcNow();
        var bodies = open.Select(finding => FindingAlert.Of(finding, _labels, now, now + _options.ExpireAfter))
            .Concat(cleared.Select(finding => FindingAlert.Of(finding, _labels, now, now)))
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
            using var client = clients.CreateClient(Client);
            foreach (var body in bodies)
            {
                if (await PostAsync(client, address, body, stop) is { } refusal)
                {
                    Log.NotTold(logger, Shown(address), open, cleared, refusal);
                    return;
                }
            }

            Log.Told(logger, Shown(address), open, cleared);
        }
        catch (Exception failure) when (!audit.IsCancellationRequested)
        {
            // Of whatever kind: nobody may be told less of a host because somebody else could not be told of it.
            Log.NotTold(logger, Shown(address), open, cleared, stop.IsCancellationRequested ? FormattableString.Invariant($"no answer within {_options.Timeout.TotalSeconds:0.#} s") : Excerpt.Of(failure.Message, MostWords));
        }
    }

    /// <summary>Null where it was taken, otherwise why not.</summary>
    private async Task<string?> PostAsync(HttpClient client, Uri address, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) } },
        };
        if (_options.Token is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return null;

        // Alertmanager says which alert it does not like. A proxy may show the request, token and all, and then nothing of it is kept.
        var said = new byte[MostWords * 4];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(said, said.Length, throwOnEndOfStream: false, cancellationToken);
        var words = Encoding.UTF8.GetString(said, 0, length).Trim();
        var shown = _options.Token is { } secret && words.Contains(secret, StringComparison.Ordinal) ? "" : Excerpt.Of(words, MostWords);
        return $"{(int)response.StatusCode} {shown}".TrimEnd();
    }

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
