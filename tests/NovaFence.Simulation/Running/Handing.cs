using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>One alert of one delivery as it was given to one instance, and what it answered.</summary>
internal sealed class Handing(long number, TimeSpan at, Said said, RouteChange routes, bool observed)
{
    /// <summary>When it was given, in the order of everything that happened.</summary>
    internal long Number => number;

    /// <summary>When it was given, from the history's beginning.</summary>
    internal TimeSpan At => at;

    internal Said Said => said;

    /// <summary>When its event was, by its sender; an end further in the future than clocks differ has come when it was given, and after what it ends.</summary>
    internal TimeSpan Moment { get; private set; } = said.Moment;

    /// <summary>Says so of an end from the future.</summary>
    /// <param name="before">What was given of its alert before it.</param>
    internal void ComesAfter(IReadOnlyList<Handing> before)
    {
        if (said.IsFiring || said.Moment - at <= TimeSpan.FromMinutes(5))
            return;
        if (!said.Alert.TellsOfMoments)
        {
            Moment = at;
            return;
        }

        // Once more the same end: it came when it came first.
        Moment = before.FirstOrDefault(other => !other.Said.IsFiring && other.IsTaken && other.Said.Moment == said.Moment)?.Moment
            // What fired before its moment had come is believed no more than its end.
            ?? before.Where(other => other.IsTaken && other.Moment <= said.Moment && !other.Said.IsFromTheFuture(other.At)).Select(other => other.Moment).Append(at).Max();
    }

    /// <summary>Whether it was taken under a route that takes everything and releases at once.</summary>
    internal bool IsOfTheFrontRoute => routes == RouteChange.InsertedInFront && !Said.Alert.TellsOfMoments;

    /// <summary>Whether the route that took it asks for what it never carries.</summary>
    internal bool IsGuarded => routes == RouteChange.Guarded && Said.Alert.Kind == AlertKind.Released;

    /// <summary>The host in whose record its alert is, which whoever came first decides where two events name two hosts at once.</summary>
    internal string Owner { get; set; } = said.Alert.Host;

    internal bool NamesItsHost => Said.Names == Owner;

    /// <summary>Whether Nova may not have listed the host that it names.</summary>
    internal bool MayNameNobody { get; set; }

    /// <summary>Whether who took it only observed.</summary>
    internal bool IsObserved => observed;

    /// <summary>Whether it can hold its host down by itself.</summary>
    internal bool HasMerit => !observed && !IsGuarded && (NamesItsHost || Said.Names.Length == 0) && (Said.HasMerit(At) || (IsOfTheFrontRoute && Said is { IsFiring: true, Alert.Kind: AlertKind.Labelled }));

    /// <summary>Whether it can do so by then: one that came before its moment waits for that.</summary>
    internal bool HasMeritBy(TimeSpan when) => HasMerit || (!observed && !IsGuarded && Said.IsFromTheFuture(At) && NamesItsHost && Said.HasMerit(when));

    /// <summary>Whether it was answered otherwise than that nothing of it is recorded.</summary>
    internal bool IsTaken => Outcome is { MayPass: false };

    /// <summary>When it was answered, in the order of everything that happened; never, if the instance crashed before.</summary>
    internal long Answered { get; private set; } = long.MaxValue;

    internal Outcome? Outcome { get; private set; }

    /// <summary>Whether the whole delivery was answered 2xx.</summary>
    internal bool IsSettled { get; private set; }

    /// <summary>The ledger at the moment of the answer.</summary>
    internal IReadOnlyDictionary<string, LedgerRow> Rows { get; private set; } = null!;

    internal void Answer(long number, Outcome outcome, bool settled, IReadOnlyDictionary<string, LedgerRow> rows) =>
        (Answered, Outcome, IsSettled, Rows) = (number, outcome, settled, rows);
}
