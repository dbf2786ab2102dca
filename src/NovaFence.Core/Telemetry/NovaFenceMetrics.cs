using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Telemetry;

/// <summary>
/// What NovaFence counts and times as it happens. How things are, such as how many hosts are down, is said by gauges beside them (IStateGauges). Names are
/// OpenTelemetry's; Prometheus sees <c>novafence.verdicts</c> as <c>novafence_verdicts_total</c>, and a duration with <c>_seconds</c>. Every label is bounded:
/// receivers and routes are configured, verdicts and reasons are enums.
/// </summary>
/// <remarks>Nothing is decided by it: without a listener nothing is kept.</remarks>
public sealed class NovaFenceMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "NovaFence";

    /// <summary>The <c>receiver</c> of an operator's command.</summary>
    public const string Operator = "operator";

    /// <summary>The <c>route</c> of what no route took.</summary>
    public const string NoRoute = "none";

    private readonly bool _ownsMeter;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _forceDown;
    private readonly Histogram<double> _alertAge;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The process' meters; null where it has none, as in a test.</param>
    public NovaFenceMetrics(IMeterFactory? meters = null)
    {
        _ownsMeter = meters is null;
        Meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _verdicts = Meter.CreateCounter<long>("novafence.verdicts", "{verdict}", "Verdicts on alerts and on operators' commands, repeats of an alert included.");
        _deliveries = Meter.CreateCounter<long>("novafence.deliveries", "{delivery}", "Webhook requests that a receiver answered, by the HTTP status of the answer.");
        _forceDown = Meter.CreateHistogram(
            "novafence.force_down.duration",
            "s",
            "From the receipt of an alert or a command to Nova's confirmation of forced_down. What was held before is not among them.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Durations });
        _alertAge = Meter.CreateHistogram(
            "novafence.alert.age",
            "s",
            "How long an alert had been firing, by its sender's clock, when NovaFence first received it. Repeats are not counted.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Ages });
    }

    /// <summary>The boundaries of whatever is waited for, in seconds: 0.005 to 10.</summary>
    public static IReadOnlyList<double> Durations { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>The boundaries of how old an alert is, in seconds: 1 to 3,600.</summary>
    public static IReadOnlyList<double> Ages { get; } = [1, 2.5, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1_200, 1_800, 3_600];

    /// <summary>The meter, for whoever has more to say under its name.</summary>
    internal Meter Meter { get; }

    /// <summary>Counts a verdict.</summary>
    /// <param name="receiver">The receiver that took the alert; <see cref="Operator"/> for a command.</param>
    /// <param name="route">The name of the route; null where none took it.</param>
    /// <param name="verdict">The verdict.</param>
    public void Verdict(string receiver, string? route, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        _verdicts.Add(1, new TagList { { "receiver", receiver }, { "route", route ?? NoRoute }, { "verdict", verdict.Kind.Word() }, { "reason", verdict.Reason.Title() } });
    }

    /// <summary>Counts a webhook request.</summary>
    /// <param name="receiver">The configured receiver.</param>
    /// <param name="status">The HTTP status of the answer.</param>
    public void Delivery(string receiver, int status) =>
        _deliveries.Add(1, new TagList { { "receiver", receiver }, { "status", status.ToString(CultureInfo.InvariantCulture) } });

    /// <summary>Says that there is this receiver, so that it is seen that nothing was delivered to it.</summary>
    public void Expect(string receiver) => _deliveries.Add(0, new TagList { { "receiver", receiver }, { "status", "200" } });

    /// <summary>Says that there is this route, so that its first force-down and its first unset are seen to be one more than none.</summary>
    public void Expect(string receiver, string route)
    {
        foreach (var (kind, reason) in ((VerdictKind, Reason)[])[(VerdictKind.ForceDown, Reason.HostDown), (VerdictKind.Unset, Reason.LastAlertResolved)])
            _verdicts.Add(0, new TagList { { "receiver", receiver }, { "route", route }, { "verdict", kind.Word() }, { "reason", reason.Title() } });
    }

    /// <summary>Times a force-down that Nova has confirmed.</summary>
    internal void ForcedDown(TimeSpan sinceReceived) => _forceDown.Record(Math.Max(0, sinceReceived.TotalSeconds));

    /// <summary>Times how long an alert took to get here.</summary>
    internal void AlertBegan(AlertEvent alert) => _alertAge.Record(Math.Max(0, (alert.ReceivedAt - alert.At).TotalSeconds), new TagList { { "receiver", alert.Receiver } });

    /// <inheritdoc />
    public void Dispose()
    {
        // A factory ends its meters itself.
        if (_ownsMeter)
            Meter.Dispose();
    }
}
