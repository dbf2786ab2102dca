using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace NovaFence.Core.Tests.Telemetry;

/// <summary>What the instruments of one meter say, and no other's: many tests have one of that name.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, string Labels, double Value)> _all = new();

    internal Measured(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.Start();
    }

    /// <summary>Each value of an instrument, as <c>label=value,… value</c>.</summary>
    internal IReadOnlyList<string> Of(string name) => [.. _all.Where(one => one.Name == name).Select(one => $"{one.Labels} {one.Value.ToString(CultureInfo.InvariantCulture)}".Trim())];

    /// <summary>The values alone.</summary>
    internal IReadOnlyList<double> Values(string name) => [.. _all.Where(one => one.Name == name).Select(one => one.Value)];

    /// <summary>What the gauges say now that is not 0.</summary>
    internal IReadOnlyDictionary<string, double> Gauges(bool zeros = false)
    {
        _all.Clear();
        _listener.RecordObservableInstruments();
        return _all.Where(one => zeros || one.Value != 0).ToDictionary(one => one.Labels.Length == 0 ? one.Name : $"{one.Name} {one.Labels}", one => one.Value, StringComparer.Ordinal);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        _all.Enqueue((instrument.Name, string.Join(',', labels.ToArray().OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")), value));
}
