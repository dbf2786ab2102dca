using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using NovaFence.Core.Telemetry;
using NovaFence.OpenStack.Identity;

namespace NovaFence.OpenStack.Calls;

/// <summary>How Nova answers, and how long the token lasts: the meter <see cref="MeterName"/>.</summary>
public sealed class NovaMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "NovaFence.OpenStack";

    private readonly bool _ownsMeter;
    private readonly Histogram<double> _requests;

    internal NovaMetrics(SharedToken tokens, IMeterFactory? meters)
    {
        _ownsMeter = meters is null;
        Meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _requests = Meter.CreateHistogram(
            "novafence.nova.request.duration",
            "s",
            "HTTP requests to Nova, each try by itself, by what was asked and the HTTP status; the status is 'none' where no reply came.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = NovaFenceMetrics.Durations });
        Meter.CreateObservableGauge<double>(
            "novafence.token.expiry.timestamp",
            () => tokens.LastExpiry is { } expiry ? [new Measurement<double>(expiry.ToUnixTimeMilliseconds() / 1000.0)] : [],
            "s",
            "When Keystone's last token expires, or has expired, by this machine's clock.");
    }

    /// <summary>The meter.</summary>
    internal Meter Meter { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_ownsMeter)
            Meter.Dispose();
    }

    /// <summary>Times one request.</summary>
    internal void Asked(string operation, HttpStatusCode? status, TimeSpan took) => _requests.Record(
        took.TotalSeconds,
        new KeyValuePair<string, object?>("operation", operation),
        new KeyValuePair<string, object?>("status", status is { } code ? ((int)code).ToString(CultureInfo.InvariantCulture) : "none"));
}
