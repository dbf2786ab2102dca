using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Audit;

/// <summary>What an audit found of which a person is needed, beside what the one before found.</summary>
/// <param name="Open">All of it.</param>
/// <param name="Opened">What the one before did not have.</param>
/// <param name="Closed">What only the one before had.</param>
internal sealed record FindingChanges(IReadOnlyList<Finding> Open, IReadOnlyList<Finding> Opened, IReadOnlyList<Finding> Closed)
{
    /// <summary>Most findings of one event: each has up to 300 characters of a host's name and <see cref="FindingsPart.MaxText"/> of what to do.</summary>
    private const int MostOfOneEvent = 25;

    /// <summary>Most events of one audit. What is beyond is in the report, and in no notification.</summary>
    internal const int MostEvents = 40;

    /// <summary>Compares two reports. One that could not be carried out finds that, and what was found before; it closes nothing.</summary>
    internal static FindingChanges Between(AuditReport? last, AuditReport report)
    {
        var before = last is null ? [] : OpenIn(last, []);
        var open = OpenIn(report, last?.Findings ?? []);
        var known = before.Select(Key).ToHashSet();
        var still = open.Select(Key).ToHashSet();
        return new FindingChanges(
            open,
            [.. open.Where(finding => !known.Contains(Key(finding)))],
            report.Failure is null ? [.. before.Where(finding => !still.Contains(Key(finding)))] : []);
    }

    /// <summary>The events that say it; none where nothing changed.</summary>
    internal IReadOnlyList<DecisionEvent> Events(DateTimeOffset at, string instance) =>
    [
        .. Opened.Select(finding => (finding, IsOpened: true)).Concat(Closed.Select(finding => (finding, IsOpened: false))).Chunk(MostOfOneEvent).Take(MostEvents).Select(some => new DecisionEvent
        {
            Kind = "findings",
            At = at,
            Instance = instance,
            Verdict = VerdictKind.Ignored,
            Reason = FormattableString.Invariant($"{some.Count(one => one.IsOpened)} opened, {some.Count(one => !one.IsOpened)} closed"),
            Opened = Seen(some.Where(one => one.IsOpened)),
            Closed = Seen(some.Where(one => !one.IsOpened)),
        }),
    ];

    private static List<DecisionEvent.SeenFinding>? Seen(IEnumerable<(Finding Finding, bool IsOpened)> some) =>
        some.Select(one => Seen(FindingsPart.Fit(one.Finding))).ToList() is { Count: > 0 } seen ? seen : null;

    private static DecisionEvent.SeenFinding Seen(Finding finding) => new(
        finding.Host,
        JsonSerializer.SerializeToElement(finding.Kind, AuditJson.Plain.FindingKind).GetString()!,
        finding.State,
        finding.Since,
        finding.Kind.Severity(),
        finding.ToDo)
    {
        Reason = finding.Reason,
    };

    private static (string, FindingKind) Key(Finding finding) => (finding.Host, finding.Kind);

    private static List<Finding> OpenIn(AuditReport report, IReadOnlyList<Finding> before)
    {
        // What the ledger keeps of one that failed are the findings of the last that did not.
        var found = (report.Failure is null || report.Findings.Count > 0 ? report.Findings : before).Where(finding => finding.NeedsAPerson);
        return report.Failure is null ? [.. found] : [Failed(report), .. found];
    }

    private static Finding Failed(AuditReport report) =>
        new(Finding.NoHost, FindingKind.AuditFailed, HostState.Clear, "", $"{report.Failure}. Until it can be audited, nothing that was left undone is finished") { Since = report.FailingSince ?? report.At };
}
