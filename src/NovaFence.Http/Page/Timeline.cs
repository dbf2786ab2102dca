using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Page;

/// <summary>One mark of the picture.</summary>
/// <param name="Lane">Which line it stands on, from 0.</param>
/// <param name="X">How far from the left, in thousandths.</param>
/// <param name="Kind">What it is: a word of ours, for its shape and colour.</param>
/// <param name="At">When.</param>
/// <param name="Text">For a person.</param>
public sealed record TimelineMark(int Lane, double X, string Kind, DateTimeOffset At, string Text);

/// <summary>For how long Nova had the host forced down by NovaFence.</summary>
/// <param name="From">Where it begins, in thousandths from the left.</param>
/// <param name="To">Where it ends.</param>
public sealed record TimelineBar(double From, double To);

/// <summary>Some time of a host as a picture: its alerts, what was decided, what was told to Nova, and what the audit found.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="From">Where the picture begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Parts">Into how many equal parts it is ruled.</param>
/// <param name="Marks">What happened.</param>
/// <param name="Down">When it was down.</param>
public sealed record Timeline(string Title, DateTimeOffset From, DateTimeOffset To, int Parts, IReadOnlyList<TimelineMark> Marks, IReadOnlyList<TimelineBar> Down)
{
    /// <summary>The lines, from above.</summary>
    internal static readonly IReadOnlyList<string> Lanes = ["alerts", "verdicts", "told to Nova", "findings"];

    private const int OfAlerts = 0;
    private const int OfVerdicts = 1;
    private const int OfNova = 2;
    private const int OfFindings = 3;

    /// <summary>The last hour, where anything happened in it, and the last day.</summary>
    /// <param name="events">The host's events.</param>
    /// <param name="findings">What the last audit found of it.</param>
    /// <param name="state">Where it stands now.</param>
    /// <param name="now">Our clock.</param>
    internal static IReadOnlyList<Timeline> Of(IReadOnlyList<StoredEvent> events, IReadOnlyList<Finding> findings, HostState state, DateTimeOffset now)
    {
        // To the minute, so that what does not change is not drawn anew all the time.
        var to = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
        var day = Draw("The last day", to.AddDays(-1), to, 4);
        return events.Any(happened => happened.At >= to.AddHours(-1)) ? [Draw("The last hour", to.AddHours(-1), to, 6), day] : [day];

        Timeline Draw(string title, DateTimeOffset from, DateTimeOffset until, int parts)
        {
            var scale = new Scale(from, until);
            return new Timeline(
                title,
                from,
                until,
                parts,
                [.. events.Where(happened => happened.At >= from).SelectMany(happened => MarksOf(happened, scale)), .. findings.Select(finding => new TimelineMark(OfFindings, scale.X(finding.Since), "finding", finding.Since, finding.ToDo))],
                [.. BarsOf(events, state, scale)]);
        }
    }

    private static IEnumerable<TimelineMark> MarksOf(StoredEvent happened, Scale scale)
    {
        var x = scale.X(happened.At);
        if (happened is { Kind: "verdict" or "intent", AlertStatus: { } status })
            yield return new TimelineMark(OfAlerts, x, status == "firing" ? "firing" : "resolved", happened.At, $"{happened.AlertName} {status}");
        if (happened.Kind is "verdict" or "intent" or "late force-down" or "pause" or "warning")
            yield return new TimelineMark(OfVerdicts, x, ToneOf(happened.Verdict), happened.At, $"{happened.Verdict}: {happened.Reason}");
        if (happened.Kind is "intent" or "outcome")
            yield return new TimelineMark(OfNova, x, happened.Error is null ? happened.Kind : "error", happened.At, $"{happened.What}: {happened.Error ?? happened.Reason}");
    }

    /// <summary>From each outcome that found it down to the one that found it clear; what was down when the picture begins has no beginning in it.</summary>
    private static IEnumerable<TimelineBar> BarsOf(IReadOnlyList<StoredEvent> events, HostState state, Scale scale)
    {
        DateTimeOffset? since = null;
        var isFirst = true;
        foreach (var happened in events.Where(happened => happened is { Kind: "outcome", State: not null }).OrderBy(happened => happened.At))
        {
            if (happened.State == "down")
            {
                since ??= happened.At;
            }
            else if (happened.State == "clear")
            {
                if ((since is not null || isFirst) && happened.At > scale.From)
                    yield return new TimelineBar(scale.X(since ?? scale.From), scale.X(happened.At));
                since = null;
            }

            isFirst = false;
        }

        if (since is not null || (isFirst && state is not (HostState.Clear or HostState.ForcingDown)))
            yield return new TimelineBar(scale.X(since ?? scale.From), scale.X(scale.To));
    }

    private static string ToneOf(string verdict) => verdict switch
    {
        "force-down" => "forced",
        "unset" => "unset",
        "held" => "held",
        "failed" => "error",
        _ => "other",
    };

    /// <summary>Where a moment stands.</summary>
    private sealed record Scale(DateTimeOffset From, DateTimeOffset To)
    {
        internal double X(DateTimeOffset at) => Math.Round(Math.Clamp((at - From) / (To - From), 0, 1) * 1000, 1);
    }
}
