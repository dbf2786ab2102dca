using System.Diagnostics.Metrics;
using NovaFence.Core.Power;
using NovaFence.Core.Telemetry;

namespace NovaFence.Power;

/// <summary>How BMCs answer: the meter <see cref="MeterName"/>. Its one label is bounded: readings are an enum.</summary>
public sealed class PowerMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "NovaFence.Power";

    private readonly bool _ownsMeter;
    private readonly Counter<long> _reads;
    private readonly Counter<long> _offs;
    private readonly Histogram<double> _durations;
    private long _lastTold;

    internal PowerMetrics(IMeterFactory? meters)
    {
        _ownsMeter = meters is null;
        Meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _reads = Meter.CreateCounter<long>("novafence.power.reads", "{read}", "Questions to BMCs whether a machine has power, by what each came to.");
        _offs = Meter.CreateCounter<long>("novafence.power.offs", "{power-off}", "Power-offs that BMCs were to be told, by what came of each: taken, may act, refused, not sent.");
        _durations = Meter.CreateHistogram(
            "novafence.power.read.duration",
            "s",
            "How long a read of a BMC took, what it waited for another one included, by what it came to.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = NovaFenceMetrics.Durations });
        Meter.CreateObservableGauge<double>(
            "novafence.power.last_read.timestamp",
            () => Volatile.Read(ref _lastTold) is > 0 and var at ? [new Measurement<double>(at / 1000.0)] : [],
            "s",
            "When the right machine's BMC last told a state of its power, of whichever host; none before the first.");
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
    internal void Read(PowerRead read, TimeSpan took)
    {
        var reading = new KeyValuePair<string, object?>("reading", Word(read.Reading));
        _reads.Add(1, reading);
        _durations.Record(took.TotalSeconds, reading);
        if (read.Reading is PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused or PowerReading.PoweringOff or PowerReading.Off)
            Volatile.Write(ref _lastTold, read.Ended.ToUnixTimeMilliseconds());
    }

    /// <summary>Counts a power-off.</summary>
    internal void SwitchedOff(PowerOffStatus status) => _offs.Add(1, new KeyValuePair<string, object?>("result", status switch
    {
        PowerOffStatus.Taken => "taken",
        PowerOffStatus.MayAct => "may act",
        PowerOffStatus.Refused => "refused",
        _ => "not sent",
    }));

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
