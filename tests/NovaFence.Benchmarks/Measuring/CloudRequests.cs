using System.Diagnostics.Metrics;

namespace NovaFence.Benchmarks.Measuring;

/// <summary>Counts the HTTP requests this process sends to some servers, by .NET's own metric of them.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/core/diagnostics/built-in-metrics-system-net#metric-httpclientrequestduration.</remarks>
internal sealed class CloudRequests : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _count;

    public CloudRequests(IReadOnlyCollection<int> ports)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Name: "http.client.request.duration", Meter.Name: "System.Net.Http" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var (key, value) in tags)
            {
                if (key == "server.port" && value is int port && ports.Contains(port))
                    Interlocked.Increment(ref _count);
            }
        });
        _listener.Start();
    }

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
