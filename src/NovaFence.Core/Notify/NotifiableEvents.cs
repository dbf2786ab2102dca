using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Notify;

/// <summary>
/// Says which events of one host are told, and as what. A host is told forced down, or unset, at the first event that shows its record so after one that
/// showed it otherwise, whoever wrote either: an outcome may be lost with its process, and then a look, an audit or the next alert shows it.
/// </summary>
internal static class NotifiableEvents
{
    private const string Outcome = "outcome";

    /// <summary>An event, and the notifications that are made of it: most are made none of.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Notifications">What is told of it.</param>
    /// <param name="IsGuessed">Whether the host may have been so before the earliest event that was read: none of those shows it.</param>
    internal sealed record Told(LedgerEvent Event, IReadOnlyList<Notification> Notifications, bool IsGuessed);

    /// <summary>The events that something is told of, in the order in which it is told.</summary>
    /// <param name="newestFirst">The events of one host, as the ledger reads them back. Those before what is to be told say what was so before.</param>
    /// <param name="since">From when on the receiver is told.</param>
    internal static IReadOnlyList<Told> Of(IReadOnlyList<LedgerEvent> newestFirst, DateTimeOffset since)
    {
        var told = new List<Told>();
        var past = new Past(since);
        foreach (var row in newestFirst.OrderBy(row => row.At).ThenBy(row => row.Id, StringComparer.Ordinal))
        {
            if (DecisionEvent.Read(row) is { } happened && past.Take(row, happened) is { Count: > 0 } notifications)
                told.Add(new Told(row, notifications, past.IsGuessed));
        }

        return told;
    }

    /// <summary>What the events so far have shown of the host.</summary>
    private sealed class Past(DateTimeOffset since)
    {
        private readonly Dictionary<string, DecisionEvent> _intents = new(StringComparer.Ordinal);

        // What holds which alert, as far as it was told since that began: a BMC that answers now and then gives the same two reasons every ten seconds, for days.
        private readonly HashSet<(string Receiver, string Fingerprint, Reason? Reason)> _holds = [];

        // Null while no event has shown it.
        private bool? _isDown;
        private bool _isReleasing;

        // Whether what it was before the earliest event is taken from that it was about to change.
        private bool _isTakenFor = true;

        /// <summary>Whether the newest turn rests on what no event has shown.</summary>
        internal bool IsGuessed { get; private set; }

        internal List<Notification> Take(LedgerEvent row, DecisionEvent happened)
        {
            var notifications = new List<Notification>();
            IsGuessed = false;
            if (happened is { Attempt: { } begun, Kind: not Outcome })
                _intents[begun] = happened;
            // An outcome says neither of which alert it comes nor what was decided: its intent does.
            var cause = happened is { Kind: Outcome, Attempt: { } attempt } && _intents.TryGetValue(attempt, out var intent) ? intent : happened;
            if (happened.State is { } state)
            {
                // A look may have shown it otherwise than it was written last, and what was decided then is the same event.
                if (happened.Situation?.State is { } decided && Turn(decided, happened) is { } seen)
                    notifications.Add(Made(seen, happened) with { State = decided, Reason = Reason.Unfinished.Title(), Text = "a look showed it so" });
                if (Turn(state, happened) is { } turn)
                    notifications.Add(Made(turn, cause));
            }

            if (IsNewHold(row, happened))
                notifications.Add(Made(NotificationKind.Held, happened));
            foreach (var opened in happened.Opened ?? [])
                notifications.Add(Notification.Of(NextId(), NotificationKind.FindingOpened, opened, row.At));
            foreach (var closed in happened.Closed ?? [])
                notifications.Add(Notification.Of(NextId(), NotificationKind.FindingClosed, closed, row.At));
            return notifications;

            string NextId() => notifications.Count == 0 ? row.Id : FormattableString.Invariant($"{row.Id}-{notifications.Count}");

            Notification Made(NotificationKind kind, DecisionEvent of) => new()
            {
                Id = NextId(),
                Kind = kind,
                At = row.At,
                Host = row.Host == DecisionEvent.NoHost ? null : row.Host,
                State = happened.State,
                Reason = (of.Title ?? happened.Title)?.Title(),
                Text = of.Reason,
                Receiver = of.Alert?.Receiver,
                Fingerprint = of.Alert?.Fingerprint,
                AlertName = of.Alert?.Name,
                AlertLink = of.Alert?.Link,
            };
        }

        /// <summary>Whether its alert is held, and was not told to be for this reason since it began.</summary>
        private bool IsNewHold(LedgerEvent row, DecisionEvent happened)
        {
            var isHeld = happened.Verdict == VerdictKind.Held && happened.Title != Reason.Pending;
            if (happened.Alert is not { } alert)
                return isHeld;
            if (!isHeld || happened.Situation?.Order is nameof(AlertOrder.NewPeriod) or nameof(AlertOrder.FiresAgain))
                _holds.RemoveWhere(hold => hold.Receiver == alert.Receiver && hold.Fingerprint == alert.Fingerprint);
            return isHeld && (row.At <= since || _holds.Add((alert.Receiver, alert.Fingerprint, happened.Title)));
        }

        /// <summary>What the host has become with this event; null where it is as it was.</summary>
        private NotificationKind? Turn(HostState state, DecisionEvent happened)
        {
            var (wasDown, wasReleasing) = (_isDown, _isReleasing);
            switch (state)
            {
                case HostState.ForcingDown:
                    _isDown ??= false;
                    return null;
                case HostState.Down:
                    (_isDown, _isReleasing) = (true, false);
                    Shown();
                    return wasDown == false || (wasDown is null && happened is { Kind: Outcome, Verdict: VerdictKind.ForceDown }) ? NotificationKind.ForcedDown : null;
                case HostState.Clear:
                    (_isDown, _isReleasing) = (false, false);
                    Shown();
                    // What another hand forced down an operator may unset too: then it was released, and never down here.
                    return wasDown == true || wasReleasing || (wasDown is null && happened is { Kind: Outcome, Verdict: VerdictKind.Unset }) ? NotificationKind.Unset : null;
                default:
                    _isReleasing = true;
                    return null;
            }

            void Shown() => (IsGuessed, _isTakenFor) = (IsGuessed || _isTakenFor, false);
        }
    }
}
