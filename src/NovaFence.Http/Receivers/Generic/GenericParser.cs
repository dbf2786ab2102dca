using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers.Generic;

/// <summary>
/// Reads a delivery by the configured pointers. A pointer that finds nothing refuses the whole delivery: a sender whose JSON has changed must not be half
/// understood.
/// </summary>
internal sealed class GenericParser
{
    private readonly GenericReceiverOptions _options;
    private readonly string _section;
    private readonly (string Name, JsonPointer Pointer) _list;
    private readonly (string Name, JsonPointer Pointer) _key;
    private readonly (string Name, JsonPointer Pointer) _host;
    private readonly (string Name, JsonPointer Pointer) _status;
    private readonly (string Name, JsonPointer Pointer) _time;
    private readonly (string Name, JsonPointer Pointer)? _labels;

    /// <summary>With options that the start has found sound.</summary>
    public GenericParser(GenericReceiverOptions options, string section)
    {
        _options = options;
        _section = section;
        var pointers = options.Pointers;
        _list = Pointer(nameof(pointers.List), pointers.List);
        _key = Pointer(nameof(pointers.Key), pointers.Key);
        _host = Pointer(nameof(pointers.Host), pointers.Host);
        _status = Pointer(nameof(pointers.Status), pointers.Status);
        _time = Pointer(nameof(pointers.Time), pointers.Time);
        _labels = pointers.Labels is null ? null : Pointer(nameof(pointers.Labels), pointers.Labels);
    }

    public Reading Parse(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) =>
        StrictJson.Read(body, root => Read(root, receivedAt), why => Unreadable($"The body is {why}."));

    private Reading Read(JsonElement root, DateTimeOffset receivedAt)
    {
        if (_list.Pointer.Find(root) is not { ValueKind: JsonValueKind.Array or JsonValueKind.Object } list)
            return Unreadable($"{Named(_list)} finds neither a list nor an object in the body; nothing of this delivery was acted on.");
        var items = list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : (JsonElement[])[list];
        if (items.Length > _options.MaxAlerts)
        {
            return new Reading.Refused(Answers.Problem.TooLarge(FormattableString.Invariant(
                $"{items.Length} alerts in one delivery, and at most {_options.MaxAlerts} are taken: send fewer at once, or raise {_section}:MaxAlerts.")));
        }

        var events = new List<AlertEvent>(items.Length);
        var between = new List<(int Place, Reading.Ignored Ignored)>();
        var problems = new List<string>();
        for (var index = 0; index < items.Length; index++)
        {
            switch (Read(items[index], index, receivedAt, problems))
            {
                case Reading.Alerts alert:
                    events.AddRange(alert.Events);
                    break;
                case Reading.Ignored ignored:
                    between.Add((index, ignored));
                    break;
                default:
                    return Unreadable($"{problems[0]}; nothing of this delivery was acted on.");
            }
        }

        return new Reading.Alerts(events, []) { Between = between };
    }

    /// <summary>
    /// The alert; ignored for a word that neither fires nor resolves; null where a problem is added. Every pointer has to find something, whatever the word.
    /// </summary>
    private Reading? Read(JsonElement item, int index, DateTimeOffset receivedAt, List<string> problems)
    {
        var key = Text(item, _key, index, problems);
        var host = Text(item, _host, index, problems);
        var word = Text(item, _status, index, problems);
        var time = Text(item, _time, index, problems);
        var labels = Labels(item, index, problems);
        if (key is null || host is null || word is null || time is null || labels is null)
            return null;

        // The fingerprint is made of key and host: the same key of another host is another alert. A host's name in other letter case is the same host.
        var fingerprint = Fingerprint.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = key, ["host"] = host.Trim().ToLowerInvariant() });
        var fires = _options.Firing.Contains(word, StringComparer.Ordinal);
        if (!fires && !_options.Resolved.Contains(word, StringComparer.Ordinal))
        {
            return new Reading.Ignored(
                fingerprint, new Verdict(VerdictKind.Ignored, Reason.NotAnAlert, $"'{Excerpt.Of(word)}' is none of {_section}:Firing and {_section}:Resolved"), Expected: true);
        }

        if (TimeOf(time) is not { } at)
        {
            problems.Add(Problem(_time, index, "finds neither an RFC 3339 time with an offset nor seconds since 1970"));
            return null;
        }

        var saysNothing = GrafanaState.SaysNothing(labels);
        var alert = new AlertEvent
        {
            Receiver = _options.Name!,
            Fingerprint = fingerprint,
            Status = fires ? AlertStatus.Firing : AlertStatus.Resolved,
            At = at,
            TellsOfAMoment = true,
            ReceivedAt = receivedAt,
            Labels = labels,
            NamedHost = host,
            FiresBlind = fires && saysNothing,
            EndsBlind = !fires && saysNothing,
        };
        return new Reading.Alerts([alert], []);
    }

    private Dictionary<string, string>? Labels(JsonElement item, int index, List<string> problems)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_labels is not { } pointer)
            return labels;
        if (pointer.Pointer.Find(item) is not { ValueKind: JsonValueKind.Object } found)
        {
            problems.Add(Problem(pointer, index, "finds no object"));
            return null;
        }

        foreach (var label in found.EnumerateObject())
        {
            if (label.Value.Word() is { } value)
            {
                labels[label.Name] = value;
                continue;
            }

            problems.Add(Problem(pointer, index, $"finds '{Excerpt.Of(label.Name)}', whose value is neither a text nor a number nor a truth value"));
            return null;
        }

        return labels;
    }

    private string? Text(JsonElement item, (string Name, JsonPointer Pointer) pointer, int index, List<string> problems)
    {
        var found = pointer.Pointer.Find(item);
        var text = found?.Word();
        if (!string.IsNullOrWhiteSpace(text))
            return text;
        problems.Add(Problem(pointer, index, found is null ? "finds nothing" : text is null ? "finds neither a text nor a number nor a truth value" : "finds an empty text"));
        return null;
    }

    private static DateTimeOffset? TimeOf(string text)
    {
        if (Rfc3339.TryParse(text, out var time))
            return time == DateTimeOffset.MinValue ? null : time;
        // A number of milliseconds since 1970 is refused: as seconds it lies beyond the year 9999.
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
    }

    private string Problem((string Name, JsonPointer Pointer) pointer, int index, string what) =>
        FormattableString.Invariant($"alert {index}: {Named(pointer)} {what}");

    private string Named((string Name, JsonPointer Pointer) pointer) => $"{_section}:Pointers:{pointer.Name} '{Excerpt.Of(pointer.Pointer.Text)}'";

    private static Reading.Refused Unreadable(string detail) => new(Answers.Problem.Unreadable(detail));

    private static (string Name, JsonPointer Pointer) Pointer(string name, string? text) =>
        JsonPointer.TryRead(text ?? "", out var pointer) ? (name, pointer) : throw new ArgumentException($"{name} is no JSON pointer", nameof(text));
}
