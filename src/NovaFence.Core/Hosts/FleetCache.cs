using Microsoft.Extensions.Logging;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The fleet in memory, and the looks that refresh it: one listing, shared by all who wait for one at the same time. Filled from the ledger when the
/// process starts; what a listing changes is written there by the audit, off the hot path.
/// </summary>
internal sealed partial class FleetCache(ICloud cloud, LedgerCache ledger, KnownFleet known, NovaFenceOptions options, TimeProvider clock, ILogger<FleetCache> logger)
{
    /// <summary>The least time that a look is given, however fast the last one was.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// So long Nova waits for a cell that does not answer (https://github.com/openstack/nova/blob/26.2.2/nova/context.py#L38), whether whoever asked still
    /// waits or not. After a listing that was given up nobody looks for that long, and what has to be done is done unseen.
    /// </summary>
    private static readonly TimeSpan CellTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A look that ended longer ago is repeated once before the PUT, and shared no more.</summary>
    internal static readonly TimeSpan LookKeeps = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private TimeSpan _lastTook;
    private long _abandonedUntil = long.MinValue; // A timestamp: the time of day may be put back.
    private SharedLook? _running;
    private SharedLook? _next;
    private volatile bool _owing; // The ledger still has to be told.

    /// <summary>The fleet as it is known.</summary>
    internal Fleet Current => known.Value;

    /// <summary>Whether the ledger remembers another cloud's fleet: none of its compute services is among those that Nova lists.</summary>
    internal bool IsOfAnotherCloud { get; private set; }

    /// <summary>The fleets that do not fit, for a person; null where they do.</summary>
    internal string? OtherCloud { get; private set; }

    /// <summary>Why the last listing was not had; null where it was.</summary>
    internal ListingFailure? LastFailure { get; private set; }

    /// <summary>The verdict where a listing is needed and was not had.</summary>
    internal Verdict Unlisted(VerdictKind kind, string facts) => LastFailure is { NotPermitted: true } refused
        ? new Verdict(kind, Reason.NotPermitted, $"{facts}: {refused.Sentence}")
        : new Verdict(kind, Reason.NovaUnavailable, facts);

    /// <summary>How long a look may take: three times as long as the last one, and a second at least.</summary>
    internal TimeSpan Patience => _lastTook * 3 > LeastPatience ? _lastTook * 3 : LeastPatience;

    /// <summary>The fleet, read from the ledger, or listed where the ledger does not have it either.</summary>
    internal async Task<Fleet> GetAsync(CancellationToken cancellationToken)
    {
        if (Current.Size > 0)
            return Current;
        await ledger.LoadAsync(cancellationToken);
        if (ledger.Remembered?.Fleet() is { Count: > 0 } hosts)
            known.SetFirst(Fleet.Remembered(hosts.Select(host => new ComputeHost(host.Name, host.Id))));
        if (Current.Size == 0)
            await LookAsync(DateTimeOffset.MinValue, options.Fencing.PutDeadline, cancellationToken);
        return Current;
    }

    /// <summary>A listing newer than what was seen, unless the last one is too recent to ask again for a name that it does not have.</summary>
    internal async Task<Fleet> ListAgainAsync(DateTimeOffset seen, TimeSpan within, CancellationToken cancellationToken)
    {
        var current = Current;
        if (current.BeganAt > seen || IsRecent(current))
            return current;
        await LookAsync(clock.GetUtcNow(), within, cancellationToken);
        return Current;
    }

    /// <summary>Whether it was listed so lately that it is not worth asking again for an unknown name.</summary>
    internal bool IsRecent(Fleet listed) => listed.HasBegunWithin(options.Fencing.MinListInterval, clock.GetUtcNow());

    /// <summary>Whether a look has ended so lately that it is shared, and acted on.</summary>
    internal bool IsKept(Fleet look) => look.HasEndedWithin(LookKeeps, clock.GetUtcNow()) && !HasLeaptSince(look);

    /// <summary>A listing that began at or after that moment, shared with all who wait for one; null where none could be had in time.</summary>
    /// <param name="notBefore">When the event was received.</param>
    /// <param name="within">How long the caller waits.</param>
    /// <param name="cancellationToken">The caller's; the listing itself goes on for the others.</param>
    internal async Task<Fleet?> LookAsync(DateTimeOffset notBefore, TimeSpan within, CancellationToken cancellationToken)
    {
        if (within <= TimeSpan.Zero || clock.GetTimestamp() < Volatile.Read(ref _abandonedUntil))
            return null;
        try
        {
            return await ShareAsync(notBefore).WaitAsync(within, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Writes down which services there are, where the ledger has others. Not on the hot path.</summary>
    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        var fleet = Current;
        // A Nova that lists nothing, as one that was just set up again, says nothing of whose the ledger is: that must not be forgotten over it.
        if (!_owing || IsOfAnotherCloud || !fleet.IsListed || fleet.Size == 0)
            return;
        if (await WriteAsync(fleet, ledger.Remembered?.Fleet() ?? [], cancellationToken) is { } why)
        {
            Log.NotKept(logger, why);
            return;
        }

        _owing = !ReferenceEquals(fleet, Current);
        Log.Changed(logger, fleet.Size);
    }

    /// <summary>Takes the ledger over for this cloud, after a redeployment or a restore. Null when done, otherwise why not.</summary>
    internal async Task<string?> AdoptAsync(CancellationToken cancellationToken)
    {
        if (await LookAsync(clock.GetUtcNow(), options.Fencing.PutDeadline, cancellationToken) is not { Size: > 0 } fleet)
            return "Nova's compute services could not be listed";
        if (await WriteAsync(fleet, [], cancellationToken) is { } why)
            return why;
        (IsOfAnotherCloud, OtherCloud, _owing) = (false, null, false);
        return null;
    }

    /// <summary>Writes the fleet, every service of it: of several of a name any may be the one that stays. Of a cell that is down Nova tells no UUID: what is known is kept.</summary>
    private async Task<string?> WriteAsync(Fleet fleet, IReadOnlyList<FleetPart.Entry> before, CancellationToken cancellationToken)
    {
        var ids = before.ToLookup(entry => entry.Name, entry => entry.Id, StringComparer.OrdinalIgnoreCase);
        var parts = fleet.Hosts.SelectMany(host => fleet.Of(host.Name).SelectMany(one => one.ServiceId is { } id ? [id] : ids[host.Name].DefaultIfEmpty()).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(id => new FleetPart.Entry(host.Name, id))).Chunk(FleetPart.MaxHosts).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            var (number, content) = (part, new FleetPart(parts[part]));
            if (await ledger.ChangeAsync(transaction => Write(transaction, number, content), cancellationToken) is LedgerResult<bool>.Unavailable unavailable)
                return unavailable.Why;
        }

        return await ledger.ChangeAsync(transaction => RemoveFrom(transaction, parts.Count), cancellationToken) is LedgerResult<bool>.Unavailable failed ? failed.Why : null;
    }

    private static bool Write(LedgerTransaction transaction, int part, FleetPart content)
    {
        transaction.WriteFleet(part, content);
        return true;
    }

    private static bool RemoveFrom(LedgerTransaction transaction, int part)
    {
        for (; transaction.HasFleet(part); part++)
            transaction.RemoveFleet(part);
        return true;
    }

    /// <summary>The listing that runs or has just ended, if it began late enough; otherwise the one that begins when that has ended.</summary>
    /// <remarks>
    /// Awaited here and not handed out: a time limit on a task that completes its continuations asynchronously would resume on the thread pool, and not
    /// where its caller runs.
    /// </remarks>
    private async Task<Fleet?> ShareAsync(DateTimeOffset notBefore)
    {
        SharedLook look;
        lock (_gate)
        {
            if (Current is { IsListed: true } ended && ended.BeganAt > notBefore && IsKept(ended))
                return ended;
            if (_running is { } running && running.BeganAt >= notBefore)
                look = running;
            else if (_running is null)
                look = _running = Start();
            else
                look = _next ??= new SharedLook();
        }

        return await look.Result;
    }

    private SharedLook Start()
    {
        var look = new SharedLook { BeganAt = clock.GetUtcNow() };
        // On the scheduler the caller is on, and not on the caller: it may stop waiting while others do not.
        _ = Task.Factory.StartNew(() => RunAsync(look), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
        return look;
    }

    private async Task RunAsync(SharedLook look)
    {
        while (true)
        {
            Fleet? listed = null;
            try
            {
                listed = await ListAsync(look.BeganAt);
            }
            catch (Exception defect)
            {
                // For want of memory too: else every later look would wait for this one, and hosts would be forced down unseen.
                DefectLine.Write(logger, defect, Log.Defect);
            }

            SharedLook? next;
            lock (_gate)
            {
                (next, _next) = (_next, null);
                if (next is not null)
                    next.BeganAt = clock.GetUtcNow();
                _running = next;
            }

            look.Give(listed);
            if (next is null)
                return;
            look = next;
        }
    }

    private async Task<Fleet?> ListAsync(DateTimeOffset began)
    {
        var started = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Fencing.PutDeadline, clock);
        CloudListing listing;
        try
        {
            listing = await cloud.ListComputeServicesAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Nova goes on with it, and a worker of its API with it: a further listing would take the next worker from the PUT.
            Volatile.Write(ref _abandonedUntil, Deadline.In(CellTimeout, clock).Timestamp);
            return Failed("no answer in time");
        }

        if (listing is CloudListing.Unavailable unavailable)
            return Failed(unavailable.Why, unavailable.NotPermitted);
        var listed = (CloudListing.Listed)listing;
        LastFailure = null;
        _lastTook = clock.GetElapsedTime(started);
        var fleet = Dated(listed, began);
        Identify(fleet);
        _owing |= !fleet.Says(Current) || !Current.IsListed;
        known.Set(fleet);
        return fleet;

        Fleet? Failed(string why, bool notPermitted = false)
        {
            LastFailure = new ListingFailure(why, notPermitted) { Since = LastFailure?.Since ?? began };
            Log.ListFailed(logger, why);
            return null;
        }
    }

    /// <summary>The ledger knows its cloud by the UUIDs of its compute services, below microversion 2.53 by their names.</summary>
    private void Identify(Fleet fleet)
    {
        if (ledger.Remembered?.Fleet() is not { Count: > 0 } remembered || fleet.Size == 0)
            return;
        var isOther = !FleetPart.HasOneOf(remembered, fleet);
        if (isOther && !IsOfAnotherCloud)
            Log.OtherCloud(logger, Names(remembered.Select(host => host.Name)), Names(fleet.Hosts.Select(host => host.Name)));
        IsOfAnotherCloud = isOther;
        OtherCloud = isOther
            ? $"the ledger knows {Names(remembered.Select(host => host.Name))}, and Nova lists {Names(fleet.Hosts.Select(host => host.Name))}: not one compute service is the same. Name the right ledger and partition, or, after a redeployment or a restore, take this one over: novafence ledger adopt"
            : null;
    }

    private static string Names(IEnumerable<string> hosts)
    {
        var names = hosts.Order(StringComparer.Ordinal).ToList();
        return Excerpt.Names(names, most: 3);
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "Compute services could not be listed: {Why}")]
        internal static partial void ListFailed(ILogger logger, string why);

        [LoggerMessage(1102, LogLevel.Warning, "The fleet could not be written to the ledger: {Why}")]
        internal static partial void NotKept(ILogger logger, string why);

        [LoggerMessage(1103, LogLevel.Information, "The fleet has {Count} compute hosts")]
        internal static partial void Changed(ILogger logger, int count);

        [LoggerMessage(1104, LogLevel.Error, "The ledger is that of another cloud: it knows {Remembered}, and Nova lists {Listed}. Nothing is written and nothing forced down")]
        internal static partial void OtherCloud(ILogger logger, string remembered, string listed);

        [LoggerMessage(1105, LogLevel.Error, "A listing failed in a way that nobody expected")]
        internal static partial void Defect(ILogger logger, Exception defect);
    }
}
