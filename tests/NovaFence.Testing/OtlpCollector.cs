namespace NovaFence.Testing;

/// <summary>A collector of OpenTelemetry's on this machine: it takes what is sent by OTLP over HTTP, and keeps it as text.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ScriptedReceiver _receiver = new();

    public OtlpCollector() => _receiver.Answers("200 OK");

    /// <summary>What makes an exporter send here (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).</summary>
    /// <param name="every">How often it sends.</param>
    public IReadOnlyDictionary<string, string> Variables(TimeSpan every)
    {
        var milliseconds = FormattableString.Invariant($"{every.TotalMilliseconds:0}");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = FormattableString.Invariant($"http://127.0.0.1:{_receiver.Port}"),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = milliseconds,
            ["OTEL_BSP_SCHEDULE_DELAY"] = milliseconds,
            ["OTEL_METRIC_EXPORT_INTERVAL"] = milliseconds,
        };
    }

    /// <summary>How many messages came of a kind: <c>logs</c>, <c>metrics</c> or <c>traces</c>.</summary>
    public int Count(string kind) => Of(kind).Count();

    /// <summary>Whether one message of a kind has all of these words. It is protobuf: what is text in it stands there as it is.</summary>
    public bool Has(string kind, params IEnumerable<string> words) => Of(kind).Any(text => words.All(word => text.Contains(word, StringComparison.Ordinal)));

    /// <summary>Whether a word is in any message.</summary>
    public bool Knows(string word) => _receiver.All.Any(sent => sent.Body.Contains(word, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private IEnumerable<string> Of(string kind) => _receiver.All.Where(sent => sent.Line.StartsWith($"POST /v1/{kind} ", StringComparison.Ordinal)).Select(sent => sent.Body);
}
