using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Power;
using NovaFence.Power.Redfish;

namespace NovaFence.Power.Prometheus;

/// <summary>
/// Asks for the raw samples of the last seconds, <c>selector[60s]</c>, and compares them itself: an instant query would answer with a sample of five minutes ago
/// (<c>--query.lookback-delta</c>), and its comparison leaves out what does not satisfy it.
/// </summary>
internal sealed class PrometheusSamples(PrometheusClient prometheus, TimeProvider clock) : ISamples
{
    /// <summary>Samples of each series at least.</summary>
    internal const int LeastSamples = 2;

    /// <summary>How far the clock of what stamped a sample may be ahead of ours.</summary>
    internal static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<SampleRead> ReadAsync(SampleCondition condition, string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var began = clock.GetUtcNow();
        var reply = await prometheus.QueryAsync(FormattableString.Invariant($"{condition.SelectorFor(host)}[{(long)prometheus.Range.TotalMilliseconds}ms]"), cancellationToken);
        var ended = clock.GetUtcNow();
        var (holds, facts) = reply switch
        {
            QueryReply.Found { Type: "matrix", Series: var series } => Judge(condition, series, began, ended),
            QueryReply.Found => (null, "it answered with no raw samples"),
            QueryReply.Failed failed => ((bool?)null, failed.Why),
            _ => throw new InvalidOperationException("a reply of no known kind"),
        };
        return new SampleRead(holds, began, ended, facts);
    }

    /// <summary>Every series must satisfy it: at least two samples, all of them true, and the newest young enough by our clock too.</summary>
    private (bool? Holds, string Facts) Judge(SampleCondition condition, IReadOnlyList<JsonElement> series, DateTimeOffset began, DateTimeOffset ended)
    {
        var within = string.Create(CultureInfo.InvariantCulture, $"{prometheus.Range.TotalSeconds:0.###} s");
        if (series.Count == 0)
            return (false, $"no series has a sample of the last {within}");
        var samples = 0;
        var newest = DateTimeOffset.MinValue;
        foreach (var one in series)
        {
            if (((JsonElement?)one).Member("values").Items() is not { } values || Read(values) is not { } read)
                return (null, "it answered with samples that cannot be read");
            // Two of one moment, as of two senders or of a part that was stored twice, are one.
            if (read.DistinctBy(sample => sample.At).Count() is var moments and < LeastSamples)
                return (false, FormattableString.Invariant($"a series has {moments} of the {LeastSamples} samples in the last {within}"));
            var last = read.Max(sample => sample.At);
            if (last > ended + MostAhead)
                return (null, "a sample is from the future: the clock of the Prometheus, or of what it scraped, is ahead of this machine's");
            // Prometheus cut them off by its own clock.
            if (last <= began - prometheus.Range)
                return (false, string.Create(CultureInfo.InvariantCulture, $"the newest sample of a series is {(ended - last).TotalSeconds:0} s old by this machine's clock"));
            if (read.Exists(sample => !condition.IsSatisfiedBy(sample.Value)))
                return (false, FormattableString.Invariant($"{read.Count(sample => !condition.IsSatisfiedBy(sample.Value))} of {read.Count} samples of a series are not {condition.Comparison} {condition.Number}"));
            samples += read.Count;
            newest = last > newest ? last : newest;
        }

        return (true, string.Create(CultureInfo.InvariantCulture, $"{samples} samples of {series.Count} series, the newest {Math.Max(0, (ended - newest).TotalSeconds):0.#} s old"));
    }

    /// <summary>Pairs of a moment and a value as text; null where one is none.</summary>
    private static List<(DateTimeOffset At, double Value)>? Read(IReadOnlyList<JsonElement> values)
    {
        var read = new List<(DateTimeOffset At, double Value)>(values.Count);
        foreach (var pair in values)
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2
                || pair[0].ValueKind != JsonValueKind.Number || !pair[0].TryGetDouble(out var seconds) || seconds is < 0 or > 253_402_300_799
                || ((JsonElement?)pair[1]).Text() is not { } text || Number(text) is not { } value)
            {
                return null;
            }

            read.Add((DateTimeOffset.UnixEpoch.AddSeconds(seconds), value));
        }

        return read;
    }

    private static double? Number(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
