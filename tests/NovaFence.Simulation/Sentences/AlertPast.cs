using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// What one sender said of one alert, in the order that counts: for Alertmanager that in which it was received, for PagerDuty that of its moments. Two
/// that were under way at the same time came in an order that nobody can tell.
/// </summary>
/// <param name="alert">The alert.</param>
/// <param name="handings">Every event of it, in the order in which they were given.</param>
/// <param name="isShared">Whether an incident of another host was merged into it: then its end is that host's too, whichever of them it names.</param>
internal sealed class AlertPast(Alert alert, List<Handing> handings, bool isShared)
{
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Longer than an event that was never answered can still be stored after it was given.</summary>
    private static readonly TimeSpan WhatIsUnderWay = TimeSpan.FromSeconds(40);

    internal Alert Alert => alert;

    internal List<Handing> Handings => handings;

    /// <summary>Whether a later moment of it was known when that came: then it is of no account.</summary>
    internal bool IsSuperseded(Handing handing) =>
        alert.TellsOfMoments && handings.Exists(other => other.Answered < handing.Number && other.IsTaken && other.Moment > handing.Moment);

    /// <summary>Whether a later moment of it may have been known when that was taken: one that was never answered may have been stored, and one that was being answered too.</summary>
    internal bool MayBeSuperseded(Handing handing) => IsSuperseded(handing)
        || (alert.TellsOfMoments && handings.Exists(other => other.Number < handing.Answered && other.Moment > handing.Moment));

    /// <summary>What is said of it at that moment; null where nothing was.</summary>
    internal Word? At(long number)
    {
        var taken = handings.FindAll(handing => handing.IsTaken && handing.Answered < number && !handing.Said.IsFromTheFuture(handing.At) && (isShared || !EndsNothing(handing)));
        if (taken.Count == 0)
            return null;
        if (alert.TellsOfMoments)
            taken = [.. taken.OrderBy(handing => handing.Moment)];
        var word = Replay(taken);
        return word with { IsCertain = word.IsCertain && !handings.Exists(other => MayHaveComeLater(other, word.Last, number)) };
    }

    private bool MayHaveComeLater(Handing other, Handing last, long number)
    {
        if (other == last || other.Number >= number || (other.Said.Status == last.Said.Status && other.Said.Moment == last.Said.Moment && other.Said.Names == last.Said.Names && (alert.Kind != AlertKind.Labelled || other.Said.HasEvidence == last.Said.HasEvidence)))
            return false;
        // A merge that was never answered may have been stored: then it goes on under another id, whatever ends it since.
        if (other.Said.MergedInto is not null && !other.IsTaken)
            return true;
        // An end from the future that was under way with it, or ended it when it was given first, is later by its sender's word.
        if (alert.TellsOfMoments && !other.Said.IsFiring && other.Said.Moment > last.Moment && other.Moment <= last.Moment
            && (other.Moment == last.Moment || other.Answered > last.Number || handings.Exists(first => first != last && first.Said == last.Said && first.Number < other.Answered)))
        {
            return true;
        }

        // Of an end and of what fires at the very same moment either is later, where an end from the future has come before: that is later than both.
        if (alert.TellsOfMoments && !other.Said.IsFiring && last.Said.IsFiring && other.Moment == last.Moment && handings.Exists(end => !end.Said.IsFiring && end.Number < last.Number && end.Said.Moment > end.Moment))
            return true;
        // An end from the future that was never answered may have been stored when it was given first: then what fired since came later than it.
        if (other.Said.IsFiring && !last.Said.IsFiring && last.Said.Moment > last.Moment && handings.Exists(first => first.Said == last.Said && !first.IsTaken && first.Number < other.Answered))
            return true;
        // One that was under way with what fires counts as of when it was taken: by that what fires may be later.
        if (alert.TellsOfMoments && other.Said.IsFiring && !last.Said.IsFiring && handings.Exists(end => end.Said == last.Said && end.Said.Moment - end.At > MaxClockSkew && end.Number < other.Answered && other.Number < end.Answered && other.Moment > end.At))
            return true;
        if (alert.TellsOfMoments && other.Moment < last.Moment)
            return false;
        // Later by its moment, or by its receipt, and either not answered yet or not as recorded; or both at once.
        if (alert.TellsOfMoments && other.Moment > last.Moment)
            return !other.IsTaken || other.Answered >= number || other.Said.IsFromTheFuture(other.At);
        return (other.Answered > last.Number && other.At + WhatIsUnderWay > last.At) || (other.Number > last.Number && !other.IsTaken);
    }

    /// <summary>An end that names another host of Nova's is told, and ends nothing.</summary>
    private static bool EndsNothing(Handing handing) =>
        !handing.Said.IsFiring && !handing.NamesItsHost && handing.Said.Names.Length > 0 && handing.Said.MergedInto is null && !handing.MayNameNobody;

    private Word Replay(List<Handing> taken)
    {
        // Whether it fires is null where its sender said what can be read in two ways.
        bool? fires = false;
        var (begun, newest) = (TimeSpan.Zero, TimeSpan.MinValue);
        var (byReceipt, merged, mayHaveGoneOn) = (false, false, false);
        Handing? ended = null;
        var last = taken[0];
        foreach (var handing in taken)
        {
            var said = handing.Said;
            if (said.IsFiring)
            {
                last = handing;
                if (fires != true || said.Moment - begun > MaxClockSkew)
                    (begun, byReceipt) = (said.Moment, fires == false && ended is not null && said.Moment <= ended.Moment);
                newest = newest > said.Moment ? newest : said.Moment;
                fires = handing.NamesItsHost || fires == true ? true : null;
                continue;
            }

            last = handing;
            // It ends nothing, unless Nova did not list what it names.
            if (!handing.NamesItsHost && said.Names.Length > 0 && said.MergedInto is null)
            {
                fires = null;
                continue;
            }

            // One that was merged goes on under another id; and one that ended before a period was said to begin, perhaps unanswered, may be of the one before.
            merged |= said.MergedInto is not null;
            fires = merged || said.Moment < newest || handings.Exists(begin => begin.Said.IsFiring && !begin.IsTaken && begin.Said.Moment > said.Moment && begin.Number < handing.Answered) ? null : false;
            mayHaveGoneOn = fires is null;
            ended = handing;
        }

        return new Word(last, fires == true, fires is not null, ended, byReceipt, mayHaveGoneOn);
    }

    /// <summary>What is said of an alert.</summary>
    /// <param name="Last">The last event.</param>
    /// <param name="Fires">Whether it fires.</param>
    /// <param name="IsCertain">Whether that is certain.</param>
    /// <param name="Ended">The event by which it ended last.</param>
    /// <param name="Resumed">Whether it fires again with a time that is not later than its end.</param>
    /// <param name="MayHaveGoneOn">Whether that event may have ended nothing, so that what was said before it still counts.</param>
    internal sealed record Word(Handing Last, bool Fires, bool IsCertain, Handing? Ended, bool Resumed, bool MayHaveGoneOn);
}
