using System.Diagnostics.Metrics;
using NovaFence.Core.Decisions;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Audit;

/// <summary>
/// How things are, as gauges of the meter <see cref="NovaFenceMetrics.MeterName"/>. They say what <see cref="IStatus"/> says. What stands in the ledger is the same
/// on each instance, so a query takes the <c>max</c> over instances and never the sum.
/// </summary>
public interface IStateGauges
{
    /// <summary>
    /// Counts anew what the gauges say until the next time; Nova is not asked. What the ledger does not say within four seconds is then not
    /// said either, and <c>novafence_ledger_up</c> is 0.
    /// </summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class StateGauges : IStateGauges
{
    /// <summary>How long the ledger has to answer: a scrape has ten seconds by default.</summary>
    internal static readonly TimeSpan Within = TimeSpan.FromSeconds(4);

    /// <summary>What was counted longer ago is said no more: an old number looks like one of now.</summary>
    internal static readonly TimeSpan Keeps = TimeSpan.FromMinutes(2);

    private readonly StatusReporter _reporter;
    private readonly TimeProvider _clock;
    private volatile StateNumbers? _counted;

    public StateGauges(StatusReporter reporter, NovaFenceMetrics metrics, TimeProvider clock)
    {
        (_reporter, _clock) = (reporter, clock);
        var meter = metrics.Meter;
        OfEach(meter, "novafence.hosts", "{host}", "Hosts by where they stand in NovaFence's record.", static numbers => numbers.Status.Hosts is null ? [] :
            Enum.GetValues<HostState>().Select(state => Of(numbers.ByState.GetValueOrDefault(state), "state", state.Word())));
        OfEach(meter, "novafence.holds", "{host}", "Hosts whose alert is held, and alerts held that name no host, by the reason.", static numbers => numbers.Status.Hosts is null ? [] :
            Enum.GetValues<Reason>().Select(reason => Of(numbers.ByReason.GetValueOrDefault(reason), "reason", reason.Title())));
        OfEach(meter, "novafence.budget.hosts", "{host}", "How much of the budget is used, and how much there is.", static numbers => numbers.Status.Budget is not { } budget ? [] :
        [
            Of(budget.Used, "kind", "used"), Of(budget.Limit, "kind", "limit"),
            Of(budget.ForcedDown, "kind", "forced_down"), Of(budget.ForcedDownLimit, "kind", "forced_down_limit"),
            Of(budget.WithinTheHour, "kind", "within_the_hour"), Of(budget.PerHour, "kind", "per_hour"),
        ]);
        OfEach(meter, "novafence.mode", null, "1 for the mode that NovaFence is in.", static numbers =>
            ((string[])["fence", "observe"]).Select(mode => Of(numbers.Status.Mode == mode ? 1 : 0, "mode", mode)));
        OfEach(meter, "novafence.audit.findings", "{finding}", "Findings of the last audit that could be carried out, by kind.", static numbers => numbers.AuditSucceededAt is null ? [] :
            Enum.GetValues<FindingKind>().Where(kind => kind is not (FindingKind.InSync or FindingKind.AuditFailed)).Select(kind => Of(numbers.ByKind.GetValueOrDefault(kind), "kind", kind.Word())));
        OfEach(meter, "novafence.build.info", null, "1, and NovaFence's version.", static numbers => [Of(1, "version", numbers.Status.Version)]);
        One(meter, "novafence.storm.hosts", "{host}", "Hosts that alert, or have within Storm:Window.", static numbers => numbers.Status.Storm?.AlertingHosts);
        One(meter, "novafence.storm.limit", "{host}", "More alerting hosts than so many hold every force-down.", static numbers => numbers.Status.Storm?.Limit);
        One(meter, "novafence.paused", null, "1 while everything is paused.", static numbers => numbers.Status.Storm is null ? null : numbers.Status.Pauses.Any(pause => pause.Host is null) ? 1 : 0);
        One(meter, "novafence.paused.hosts", "{host}", "Hosts that are paused by themselves.", static numbers => numbers.Status.Storm is null ? null : numbers.Status.Pauses.Count(pause => pause.Host is not null));
        One(meter, "novafence.cloud.up", null, "1 while the last listing that this process asked Nova for was had.", static numbers =>
            numbers.Status.Nova is { Failure: not null } ? 0 : numbers.Status.Nova.ListedAt is null ? null : 1);
        One(meter, "novafence.ledger.up", null, "1 while the ledger can be read and written, and is this cloud's.", static numbers => numbers.Status.Ledger.Failure is null ? 1 : 0);
        One(meter, "novafence.audit.last_success.timestamp", "s", "When the last audit began that could be carried out, whichever instance ran it.", static numbers => Unix(numbers.AuditSucceededAt));
        One(meter, "novafence.watchdog.last_heard.timestamp", "s", "When the watchdog was last heard. Without a watchdog, and before it was ever heard, there is none.", static numbers => Unix(numbers.Status.Watchdog?.HeardAt));
        One(meter, "novafence.watchdog.silent", null, "1 while the watchdog has not been heard for too long. Without a watchdog there is none.", static numbers => numbers.Status.Watchdog is { } watchdog ? watchdog.IsSilent ? 1 : 0 : null);
    }

    /// <inheritdoc />
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            _counted = await _reporter.CountAsync(cancellationToken).WaitAsync(Within, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            _counted = new StateNumbers(_reporter.Alone("it did not answer in time"));
        }
    }

    private static Measurement<double> Of(double value, string label, string word) => new(value, new KeyValuePair<string, object?>(label, word));

    private static double? Unix(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds() / 1000.0;

    private void One(Meter meter, string name, string? unit, string description, Func<StateNumbers, double?> read) =>
        OfEach(meter, name, unit, description, numbers => read(numbers) is { } value ? [new Measurement<double>(value)] : []);

    private void OfEach(Meter meter, string name, string? unit, string description, Func<StateNumbers, IEnumerable<Measurement<double>>> read) =>
        meter.CreateObservableGauge(name, () => _counted is { } numbers && _clock.GetUtcNow() - numbers.Status.At <= Keeps ? read(numbers) : [], unit, description);
}
