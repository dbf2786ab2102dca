using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using NovaFence.Core.Alerts;

namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>Reads one alert of a delivery of Alertmanager's or Grafana's, which are written alike, or says what is wrong with it.</summary>
internal static class AlertmanagerAlertReader
{
    private static readonly ReadOnlyDictionary<string, string> None = ReadOnlyDictionary<string, string>.Empty;

    public static bool TryRead(
        AlertmanagerAlert? sent,
        string receiver,
        DateTimeOffset receivedAt,
        [NotNullWhen(true)] out AlertEvent? alert,
        [NotNullWhen(false)] out string? problem)
    {
        alert = null;
        if (sent is null)
        {
            problem = "it is null";
            return false;
        }

        if (!TryStatus(sent.Status, out var status, out problem)
            || !TryTime(sent, status, out var at, out problem)
            || !TryTexts("labels", sent.Labels, out var labels, out problem)
            || !TryTexts("annotations", sent.Annotations, out var annotations, out problem))
        {
            return false;
        }

        if (string.IsNullOrEmpty(sent.Fingerprint) && labels.Count == 0)
        {
            problem = "it has neither a fingerprint nor labels";
            return false;
        }

        alert = new AlertEvent
        {
            Receiver = receiver,
            Fingerprint = string.IsNullOrEmpty(sent.Fingerprint) ? Fingerprint.Of(labels) : Fingerprint.Of(sent.Fingerprint),
            Status = status,
            At = at,
            TellsOfAMoment = false,
            ReceivedAt = receivedAt,
            Labels = labels,
            Annotations = annotations,
            Link = AlertLink.Of(sent.GeneratorURL),
            FiresBlind = status == AlertStatus.Firing && GrafanaState.SaysNothing(labels, annotations),
            EndsBlind = status == AlertStatus.Resolved && GrafanaState.SaysNothing(labels, annotations),
        };
        return true;
    }

    private static bool TryStatus(string? sent, out AlertStatus status, [NotNullWhen(false)] out string? problem)
    {
        status = sent == "resolved" ? AlertStatus.Resolved : AlertStatus.Firing;
        problem = sent is "firing" or "resolved" ? null : "status is neither firing nor resolved";
        return problem is null;
    }

    /// <summary>
    /// When it began to fire, or when it ended. Go's zero time stands for "none". Alertmanager calls an alert resolved only when it has an end
    /// (https://github.com/prometheus/common/blob/main/model/alert.go, <c>ResolvedAt</c>). The time of receipt must not stand in for it: a
    /// repeat of an old delivery would then look newer than the alert that fires by now, and unset a dead host.
    /// </summary>
    private static bool TryTime(AlertmanagerAlert sent, AlertStatus status, out DateTimeOffset at, [NotNullWhen(false)] out string? problem)
    {
        var (name, text) = status == AlertStatus.Firing ? ("startsAt", sent.StartsAt) : ("endsAt", sent.EndsAt);
        problem = null;
        at = default;
        if (string.IsNullOrEmpty(text))
            problem = $"{name} is missing";
        else if (!Rfc3339.TryParse(text, out at))
            problem = $"{name} is not an RFC 3339 time";
        else if (at == DateTimeOffset.MinValue)
            problem = $"{name} is Go's zero time, which stands for none";
        return problem is null;
    }

    private static bool TryTexts(
        string name,
        Dictionary<string, string?>? sent,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? texts,
        [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        texts = None;
        if (sent is null)
            return true;
        if (sent.ContainsValue(null))
        {
            texts = null;
            problem = $"{name} has a null in it";
            return false;
        }

        // The dictionary has no null value by now, so only the compiler's annotation is overruled.
        texts = sent!;
        return true;
    }
}
