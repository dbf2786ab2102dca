using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NovaFence.Core.Power;
using NovaFence.Core.Telemetry;

namespace NovaFence.Power;

/// <summary>How BMCs answer: the meter <see cref="MeterName"/>. Every label is bounded: readings are an enum, hosts are configured.</summary>
public sealed class PowerMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "NovaFence.Power";

    private readonly bool _ownsMeter;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _reads;
    private readonly Histogram<double> _durations;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _answered = new(StringComparer.OrdinalIgnoreCase);

    internal PowerMetrics(TimeProvider clock, IMeterFactory? meters)
    {
        _clock = clock;
        _ownsMeter = meters is null;
        Meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _reads = Meter.CreateCounter<long>("novafence.power.reads", "{read}", "Questions to BMCs whether a machine has power, by what each came to.");
        _durations = Meter.CreateHistogram(
            "novafence.power.read.duration",
            "s",
            "How long a read of a BMC took, what it waited for another one included, by what it came to.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = NovaFenceMetrics.Durations });
        Meter.CreateObservableGauge(
            "novafence.power.read.age",
            () => _answered.Select(one => new Measurement<double>(Math.Max(0, (_clock.GetUtcNow() - one.Value).TotalSeconds), new KeyValuePair<string, object?>("host", one.Key))),
            "s",
            "How long ago the right machine's BMC last told a state of its power, by compute host; none for one that was not read since the start.");
    }

    /// <summary>The meter.</summary>
    internal Meter Meter { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        // A factory ends its meters itself.
        if (_ownsMeter)
            Meter.Dispose();
    }

    /// <summary>Counts and times a read.</summary>
    internal void Read(string host, PowerRead read, TimeSpan took)
    {
        var reading = new KeyValuePair<string, object?>("reading", Word(read.Reading));
        _reads.Add(1, reading);
        _durations.Record(took.TotalSeconds, reading);
        if (read.Reading is PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused or PowerReading.PoweringOff or PowerReading.Off)
            _answered[host] = read.Ended;
    }

    /// <summary>The word of a reading, for labels and JSON.</summary>
    public static string Word(PowerReading reading) => reading switch
    {
        PowerReading.On => "on",
        PowerReading.PoweringOn => "powering on",
        PowerReading.Paused => "paused",
        PowerReading.PoweringOff => "powering off",
        PowerReading.Off => "off",
        PowerReading.WrongMachine => "wrong machine",
        PowerReading.Refused => "refused",
        PowerReading.NotTrusted => "not trusted",
        PowerReading.Redirected => "redirected",
        PowerReading.Busy => "busy",
        PowerReading.Unreachable => "unreachable",
        PowerReading.NotConfigured => "not configured",
        _ => "unknown",
    };
}
