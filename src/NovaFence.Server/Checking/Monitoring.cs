using System.Globalization;
using System.Net;
using System.Text.Json;
using NovaFence.Core.Alerts;

namespace NovaFence.Server.Checking;

/// <summary>What an Alertmanager or a Prometheus has, read once over its own API.</summary>
internal static class Monitoring
{
    private const long MostBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks for Alertmanager's alerts, and where there are none such, for Prometheus's targets.</summary>
    internal static async Task<MonitoringReading> ReadAsync(Uri url, CancellationToken cancellationToken)
    {
        // A password in the URL must not come back in a sentence.
        var shown = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        try
        {
            using var alerts = await client.GetAsync(At(url, "api/v2/alerts"), cancellationToken);
            if (alerts.IsSuccessStatusCode)
                return new MonitoringReading.Read($"Alertmanager {shown}", "alerts", ByRoute: true, Sets(await alerts.Content.ReadAsByteArrayAsync(cancellationToken), static root => root, "alertmanager"));
            if (alerts.StatusCode is not HttpStatusCode.NotFound)
                return new MonitoringReading.Unreadable($"{shown} answered {(int)alerts.StatusCode}.");
            using var targets = await client.GetAsync(At(url, "api/v1/targets?state=active"), cancellationToken);
            return targets.IsSuccessStatusCode
                ? new MonitoringReading.Read(
                    $"Prometheus {shown}", "targets", ByRoute: false, Sets(await targets.Content.ReadAsByteArrayAsync(cancellationToken), static root => root.GetProperty("data").GetProperty("activeTargets"), "alertmanager"))
                : new MonitoringReading.Unreadable($"{shown} is neither an Alertmanager nor a Prometheus: it answered {(int)targets.StatusCode}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new MonitoringReading.Unreadable($"{shown} did not answer: {(failure is OperationCanceledException ? "it took too long" : failure.Message)}.");
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new MonitoringReading.Unreadable($"{shown} answered something else than an Alertmanager or a Prometheus does.");
        }
    }

    private static Uri At(Uri url, string path) => new(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + path);

    private static List<AlertEvent> Sets(byte[] body, Func<JsonElement, JsonElement> list, string receiver)
    {
        using var document = JsonDocument.Parse(body);
        return [.. list(document.RootElement).EnumerateArray().Select((one, index) => new AlertEvent
        {
            Receiver = receiver,
            Fingerprint = index.ToString(CultureInfo.InvariantCulture),
            Status = AlertStatus.Firing,
            At = DateTimeOffset.UnixEpoch,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Labels = one.GetProperty("labels").EnumerateObject().DistinctBy(label => label.Name, StringComparer.Ordinal).ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal),
        })];
    }
}
