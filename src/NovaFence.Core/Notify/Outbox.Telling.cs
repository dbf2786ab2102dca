using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Notify;

/// <content>Tells one receiver: who may, what is to be told, and what comes of it.</content>
internal sealed partial class Outbox
{
    /// <summary>Events of one host that are read at first, and at the most.</summary>
    private const int FirstPage = 50;
    private const int LastPage = 10 * MostWaiting;

    /// <summary>Hosts whose events are read at once.</summary>
    private const int AtOnce = 16;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>So often an instance says that it has a receiver configured.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromHours(1);

    /// <summary>So long after it was due a try that fails says that no instance was there meanwhile, and nothing of the receiver.</summary>
    private static readonly TimeSpan NobodyTried = TimeSpan.FromHours(2);

    /// <summary>Nothing is left to tell.</summary>
    private static readonly DateTimeOffset? Told = DateTimeOffset.MaxValue;

    /// <summary>Tells the receiver what is to be told. Returns when to try again; null where nothing waits for a time.</summary>
    private async Task<DateTimeOffset?> TellAsync(Channel channel, CancellationToken cancellationToken)
    {
        await channel.One.TakeAsync(cancellationToken);
        try
        {
            // Which cloud the ledger is of only a listing tells.
            if (_cache.Remembered is not { } rows || !_fleet.Current.IsListed)
                return _clock.GetUtcNow() + Soon;
            var row = rows.NotifiedReceiver(channel.Name);
            if (!_fleet.IsOfAnotherCloud && row is not null && _clock.GetUtcNow() - row.SeenAt > SeenEvery)
                await SayItIsConfiguredAsync(channel.Name, cancellationToken);
            if (_fleet.IsOfAnotherCloud || row is { ParkedAt: not null } || (row is not null && !channel.HasChanges(rows)))
                return null;
            if (row?.WaitsUntil(_running.Instance, _clock.GetUtcNow()) is { } later)
                return later;

            // The versions first: an event that is written while the events are read may be missed, and its row has another version then.
            var changed = channel.Changed(rows).ToList();
            var hosts = HostsOf(rows, changed, row);
            if (row is not null)
            {
                // Most changes of a record are nothing to tell of, and then nobody has to be kept from telling it.
                if (await PendingAsync(row, hosts.ToDictionary(host => host, host => rows.Cursor(row.Name, host, _began), StringComparer.Ordinal), cancellationToken) is not { } likely)
                    return _clock.GetUtcNow() + FirstPause;
                if (likely.Count == 0)
                {
                    channel.Done(rows, changed);
                    return null;
                }

                hosts = likely.Select(one => one.Event.Host).ToHashSet(StringComparer.Ordinal);
            }

            switch (await TakeAsync(channel.Name))
            {
                case LedgerResult<(ReceiverRow? Row, DateTimeOffset? Until)>.Ok { Value: { Row: { } own } }:
                    var next = await TellAsync(channel.Name, own, hosts, cancellationToken);
                    if (next == Told)
                        channel.Done(rows, changed);
                    return next == Told ? null : next;
                case LedgerResult<(ReceiverRow? Row, DateTimeOffset? Until)>.Ok { Value.Until: var until }:
                    return until;
                default:
                    return _clock.GetUtcNow() + FirstPause;
            }
        }
        finally
        {
            channel.One.GiveBack();
        }
    }

    /// <summary>Tells what is to be told of these hosts. <see cref="Told"/> where that was all; otherwise when to go on, or null where the receiver is parked.</summary>
    private async Task<DateTimeOffset?> TellAsync(string name, ReceiverRow own, HashSet<string> hosts, CancellationToken cancellationToken)
    {
        var (isHeld, isTold) = (true, false);
        try
        {
            // Another instance may have told it since: nothing is written, so that these are read from the ledger.
            var cursors = await _cache.ChangeAsync(transaction => hosts.ToDictionary(host => host, host => transaction.Cursor(name, host, _began), StringComparer.Ordinal), cancellationToken);
            if (cursors is not LedgerResult<Dictionary<string, CursorRow?>>.Ok { Value: var told } || await PendingAsync(own, told, cancellationToken) is not { } pending)
                return _clock.GetUtcNow() + FirstPause;
            if (pending.Sum(one => one.Notifications.Count - one.Told) is > MostWaiting and var waiting)
            {
                isHeld = false;
                await ParkAsync(name, FormattableString.Invariant($"{waiting} notifications wait for it, and {MostWaiting} may"));
                return null;
            }

            foreach (var one in pending)
            {
                for (var number = one.Told; number < one.Notifications.Count; number++)
                {
                    switch (await _sender.SendAsync(name, one.Notifications[number], cancellationToken))
                    {
                        case SendResult.Taken:
                            Log.Told(_logger, name, one.Notifications[number].Id);
                            if (!await AdvanceAsync(name, one.Event, number + 1))
                                return _clock.GetUtcNow() + FirstPause;
                            break;
                        case SendResult.Failed failed:
                            isHeld = false;
                            return await FailAsync(name, failed, [.. pending.Select(waiting => waiting.Event.Host).Distinct(StringComparer.Ordinal)]);
                        case SendResult.Unsubscribed gone:
                            isHeld = false;
                            await ParkAsync(name, gone.Why);
                            return null;
                    }
                }
            }

            isTold = true;
            return Told;
        }
        finally
        {
            if (isHeld)
                await GiveBackAsync(name, isTold);
        }
    }

    /// <summary>Says that an instance has the receiver configured. Whoever audits may not, and removes the rows of those of which nobody has said so for a day.</summary>
    private Task<LedgerResult<bool>> SayItIsConfiguredAsync(string name, CancellationToken cancellationToken) => _cache.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            var now = _clock.GetUtcNow();
            if (transaction.NotifiedReceiver(name) is not { } row || now - row.SeenAt <= SeenEvery)
                return false;
            transaction.Write(row with { SeenAt = now });
            return true;
        },
        cancellationToken);

    /// <summary>Takes the receiver, where it may be tried now; otherwise says until when it waits. A receiver that is new is told what is written from now on.</summary>
    private Task<LedgerResult<(ReceiverRow? Row, DateTimeOffset? Until)>> TakeAsync(string name) => _cache.ChangeAsync<(ReceiverRow?, DateTimeOffset?)>(
        transaction =>
        {
            transaction.MayBeLost();
            var now = _clock.GetUtcNow();
            var row = transaction.NotifiedReceiver(name) ?? new ReceiverRow { Name = name, Since = _began + (_fleet.EventNow(now) - now), SeenAt = now };
            if (row.ParkedAt is not null)
                return (null, null);
            if (row.WaitsUntil(_running.Instance, now) is { } until)
                return (null, until);
            var own = row with { LeaseBy = _running.Instance, LeaseUntil = now + Lease };
            transaction.Write(own);
            return (own, null);
        },
        CancellationToken.None);

    /// <summary>Writes down how far the receiver was told. False where another instance has taken it over meanwhile, or nothing could be written.</summary>
    private async Task<bool> AdvanceAsync(string name, LedgerEvent happened, int notifications) => await _cache.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            var now = _clock.GetUtcNow();
            if (transaction.NotifiedReceiver(name) is not { } row || row.LeaseBy != _running.Instance)
                return false;
            var cursor = transaction.Cursor(name, happened.Host, _began) ?? new CursorRow { Receiver = name, Host = happened.Host, At = row.Since };
            transaction.Write(cursor.With(happened, notifications, now));
            if (row.Failures > 0 || row.LeaseUntil - now < Lease / 2)
                transaction.Write(row with { LeaseUntil = now + Lease, Failures = 0, FailingSince = null, Failure = null, NextAt = null });
            return true;
        },
        CancellationToken.None) is LedgerResult<bool>.Ok { Value: true };

    private async Task<DateTimeOffset> FailAsync(string name, SendResult.Failed failed, IReadOnlyList<string> waiting)
    {
        var now = _clock.GetUtcNow();
        var kept = await _cache.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                if (transaction.NotifiedReceiver(name) is not { ParkedAt: null } row || row.LeaseBy != _running.Instance)
                    return null;
                var failures = row.Failures + 1;
                var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
                pause = failed.RetryAfter > pause ? failed.RetryAfter.Value : pause;
                row = row.Released() with { Failures = failures, FailingSince = FailingSince(row, now), Failure = failed.Why, Waiting = [.. waiting.Where(host => transaction.ReadableRecord(host) is null).Take(ReceiverRow.MostWaiting)], NextAt = now + (pause < LongestPause ? pause : LongestPause) };
                if (now - row.FailingSince >= GiveUpAfter)
                    row = Parked(row, FormattableString.Invariant($"no attempt since {row.FailingSince:u} succeeded, the last one because: {failed.Why}"), now);
                transaction.Write(row);
                return row;
            },
            CancellationToken.None) is LedgerResult<ReceiverRow?>.Ok { Value: var written } ? written : null;
        if (kept is { ParkedFor: { } why })
            Log.Parked(_logger, name, why, name);
        else if (kept is { NextAt: { } next })
            Log.Failed(_logger, name, kept.Failures, failed.Why, next);
        return kept?.NextAt ?? now + FirstPause;
    }

    /// <summary>Since when attempts fail. A time in which nobody tried does not count: an outage that stops NovaFence too would park everybody with the first attempt after it.</summary>
    private static DateTimeOffset FailingSince(ReceiverRow row, DateTimeOffset now) =>
        (row.FailingSince ?? now) + (row.FailingSince is not null && row.NextAt is { } due && now - due > NobodyTried ? now - due : TimeSpan.Zero);

    private async Task ParkAsync(string name, string why)
    {
        await _cache.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                if (transaction.NotifiedReceiver(name) is { } row && row.LeaseBy == _running.Instance)
                    transaction.Write(Parked(row.Released(), why, _clock.GetUtcNow()));
                return true;
            },
            CancellationToken.None);
        Log.Parked(_logger, name, why, name);
    }

    private static ReceiverRow Parked(ReceiverRow row, string why, DateTimeOffset now) => row with { ParkedAt = now, ParkedFor = why, NextAt = null };

    private Task<LedgerResult<bool>> GiveBackAsync(string name, bool isTold) => _cache.ChangeAsync(
        transaction =>
        {
            transaction.MayBeLost();
            if (transaction.NotifiedReceiver(name) is { } row && row.LeaseBy == _running.Instance)
                transaction.Write(row.Released() with { Waiting = isTold ? [] : row.Waiting });
            return true;
        },
        CancellationToken.None);

    /// <summary>
    /// The hosts whose events were written with these rows, and those whose rows may be gone by now. Over one row that somebody has damaged the events of all others must not go untold; its own are when
    /// it is mended.
    /// </summary>
    private static HashSet<string> HostsOf(LedgerTransaction rows, IEnumerable<(string Key, string Version)> changed, ReceiverRow? receiver)
    {
        // An alert that named no host may have been taken into a record since.
        var hosts = new HashSet<string>(receiver?.Waiting ?? [], StringComparer.Ordinal) { DecisionEvent.NoHost };
        foreach (var (key, _) in changed)
        {
            if (key == OutboxRows.FindingsMark)
                hosts.Add(DecisionEvent.Findings);
            else if (key.StartsWith(LedgerKey.HostPrefix, StringComparison.Ordinal) && rows.ReadableRecord(key[LedgerKey.HostPrefix.Length..]) is { } record)
                hosts.Add(record.Host);
            else if (key.StartsWith(LedgerKey.UnresolvedPrefix, StringComparison.Ordinal))
                hosts.Add(rows.ReadableUnresolved(key[LedgerKey.UnresolvedPrefix.Length..])?.Name ?? DecisionEvent.NoHost);
        }

        return hosts;
    }

    /// <summary>What is to be told of these hosts, the earliest first; null where the ledger does not answer.</summary>
    private async Task<List<Pending>?> PendingAsync(ReceiverRow receiver, Dictionary<string, CursorRow?> cursors, CancellationToken cancellationToken)
    {
        var pending = new List<Pending>();
        foreach (var some in cursors.OrderBy(one => one.Key, StringComparer.Ordinal).Chunk(AtOnce))
        {
            foreach (var found in await Task.WhenAll(some.Select(one => PendingAsync(receiver, one.Value, one.Key, cancellationToken))))
            {
                if (found is null)
                    return null;
                pending.AddRange(found);
            }
        }

        // Of one host they stay in their order.
        return [.. pending.OrderBy(one => one.Event.At)];
    }

    private async Task<List<Pending>?> PendingAsync(ReceiverRow receiver, CursorRow? cursor, string host, CancellationToken cancellationToken)
    {
        var from = cursor is not null && cursor.From > receiver.Since ? cursor.From : receiver.Since;
        for (var page = FirstPage; ; page = Math.Min(page * 4, LastPage))
        {
            if (await _ledger.ReadEventsAsync(host, page, cancellationToken) is not LedgerResult<IReadOnlyList<LedgerEvent>>.Ok { Value: var events })
                return null;
            // Further back, so that what was so before is known too.
            if (events.Count == page && page < LastPage && events[page / 2].At > from)
                continue;
            var told = cursor?.Told.ToDictionary(one => one.Id, one => one.N, StringComparer.Ordinal);
            var toTell = NotifiableEvents.Of(events, receiver.Since).Where(one => one.Event.At > from && (told?.GetValueOrDefault(one.Event.Id) ?? 0) < one.Notifications.Count).ToList();
            // Many events of a host that stays as it is do not say how it was before them.
            if (events.Count == page && page < LastPage && toTell.Exists(one => one.IsGuessed))
                continue;
            return [.. toTell.Select(one => new Pending(one.Event, one.Notifications, told?.GetValueOrDefault(one.Event.Id) ?? 0))];
        }
    }

    /// <summary>An event, what is told of it, and how much of that was told already.</summary>
    private sealed record Pending(LedgerEvent Event, IReadOnlyList<Notification> Notifications, int Told);
}
