using Microsoft.Extensions.Logging;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Notify;

/// <inheritdoc />
/// <remarks>
/// What is to be told stands in the ledger already: the events of the hosts. Beside them a row for each receiver says who tells it now and how it stands
/// with it, and one for each receiver and host how far it was told. Nothing of it is written with a delivery, and nothing is waited for there.
/// </remarks>
internal sealed partial class Outbox : IOutbox
{
    /// <summary>So long an instance has a receiver to itself without renewing it; longer than an attempt and the writing of it.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>After so long without one attempt that succeeded a receiver is parked.</summary>
    internal static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    /// <summary>With more events than that before it a receiver is parked.</summary>
    internal const int MostWaiting = 1000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>What other instances wrote is seen this late at the most, where they do not tell it themselves.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>After an event so long nothing is told: whoever wrote it may have more to do than to wait for the ledger.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(500);

    private readonly DueWorkTimer _timer;
    private readonly INotificationSender _sender;
    private readonly LedgerCache _cache;
    private readonly ILedger _ledger;
    private readonly FleetCache _fleet;
    private readonly RunningAttempts _running;
    private readonly TimeProvider _clock;
    private readonly ILogger<Outbox> _logger;
    private readonly IReadOnlyList<Channel> _channels;
    private readonly DateTimeOffset _began;

    public Outbox(DueWorkTimer timer, INotificationSender sender, LedgerCache cache, ILedger ledger, FleetCache fleet, RunningAttempts running, TimeProvider clock, ILogger<Outbox> logger)
    {
        (_timer, _sender, _cache, _ledger, _fleet, _running, _clock, _logger) = (timer, sender, cache, ledger, fleet, running, clock, logger);
        _began = clock.GetUtcNow();
        _channels = [.. sender.Receivers.Select(receiver => new Channel(receiver))];
    }

    /// <inheritdoc />
    public bool HasTimer => _timer.IsOn;

    /// <inheritdoc />
    public bool MayHaveSome => _channels.Count > 0 && _cache.Remembered is { } rows && !_fleet.IsOfAnotherCloud && _channels.Any(channel => IsDue(rows, channel));

    /// <inheritdoc />
    public IReadOnlyList<ReceiverStatus> Receivers => [.. _channels.Select(channel =>
    {
        var row = _cache.Remembered?.NotifiedReceiver(channel.Name);
        return new ReceiverStatus(channel.Name, channel.Receiver.Description)
        {
            ParkedAt = row?.ParkedAt,
            FailingSince = row?.FailingSince,
            Why = row?.ParkedFor ?? row?.Failure,
        };
    })];

    /// <inheritdoc />
    public async Task<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(_channels.Select(channel => TryAsync(channel, cancellationToken)))).Min();

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_channels.Select(channel => RunAsync(channel, cancellationToken)));

    /// <inheritdoc />
    public async Task<string?> ResumeAsync(string receiver, string by, CancellationToken cancellationToken)
    {
        if (_channels.FirstOrDefault(channel => channel.Name == receiver) is not { } channel)
            return _channels.Count == 0 ? "No receiver is configured: NovaFence:Notify has none." : $"NovaFence:Notify has no receiver of this name, but {string.Join(", ", _channels.Select(one => one.Name))}.";
        var resumed = await _cache.ChangeAsync(
            transaction =>
            {
                var now = _clock.GetUtcNow();
                // One that is not parked is tried at once: what waits for it must not be lost over a word that was not needed, or was given twice.
                transaction.Write(transaction.NotifiedReceiver(receiver) is { ParkedAt: null } told ? told with { NextAt = null } : new ReceiverRow { Name = receiver, Since = _fleet.EventNow(now), SeenAt = now });
                return true;
            },
            cancellationToken);
        if (resumed is LedgerResult<bool>.Unavailable unavailable)
            return unavailable.Why;
        Log.Resumed(_logger, channel.Name, by);
        return null;
    }

    /// <summary>Whether the receiver may be tried now, and a row has changed since everything was told.</summary>
    private bool IsDue(LedgerTransaction rows, Channel channel) => rows.NotifiedReceiver(channel.Name) is not { } row
        || (row.ParkedAt is null && row.WaitsUntil(_running.Instance, _clock.GetUtcNow()) is null && channel.HasChanges(rows));

    private async Task RunAsync(Channel channel, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Asked for before: what is written while the receiver is told is told next.
                var appended = _cache.WhenAppendedAsync();
                var wait = await TryAsync(channel, cancellationToken) - _clock.GetUtcNow() ?? Longest;
                await appended.WaitAsync(wait > Longest ? Longest : wait < Calm ? Calm : wait, _clock, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                await Task.Delay(Calm, _clock, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (OutOfMemoryException defect)
            {
                DefectLine.Write(_logger, defect, (log, failed) => Log.Broke(log, channel.Name, failed));
            }
        }
    }

    /// <summary>Tells the receiver. A defect must end neither the telling of it nor that of others.</summary>
    private async Task<DateTimeOffset?> TryAsync(Channel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await TellAsync(channel, cancellationToken);
        }
        catch (Exception defect) when (!(defect is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            DefectLine.Write(_logger, defect, (log, failed) => Log.Broke(log, channel.Name, failed));
            return _clock.GetUtcNow() + Longest;
        }
    }

    /// <summary>A receiver as this process knows it.</summary>
    private sealed class Channel(NotifiedReceiver receiver)
    {
        private static readonly string[] Prefixes = [LedgerKey.HostPrefix, LedgerKey.UnresolvedPrefix, OutboxRows.FindingsMark];

        /// <summary>One at a time tells it.</summary>
        internal Gate One { get; } = new(1);

        internal NotifiedReceiver Receiver => receiver;

        internal string Name => receiver.Name;

        // Each row whose events are all told, in the version in which it was when that was found. Replaced and never changed: others ask meanwhile.
        private IReadOnlyDictionary<string, string> _done = new Dictionary<string, string>(StringComparer.Ordinal);

        internal bool HasChanges(LedgerTransaction rows) => Changed(rows).Any();

        /// <summary>The rows whose events may not be told yet: an event that is told is written with one of these.</summary>
        internal IEnumerable<(string Key, string Version)> Changed(LedgerTransaction rows)
        {
            var done = Volatile.Read(ref _done);
            return Prefixes.SelectMany(rows.Versions).Where(row => done.GetValueOrDefault(row.Key) != row.Version);
        }

        /// <summary>Says that everything is told that was written up to these versions.</summary>
        internal void Done(LedgerTransaction rows, IEnumerable<(string Key, string Version)> changed)
        {
            // Without the rows that are gone.
            var done = Prefixes.SelectMany(rows.Versions).Where(row => _done.GetValueOrDefault(row.Key) == row.Version).ToDictionary(row => row.Key, row => row.Version, StringComparer.Ordinal);
            foreach (var (key, version) in changed)
                done[key] = version;
            Volatile.Write(ref _done, done);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1601, LogLevel.Warning, "{Receiver}: could not be told, for the {Failures}. time in a row: {Why}. It is tried again at {NextAt:u}")]
        internal static partial void Failed(ILogger logger, string receiver, int failures, string why, DateTimeOffset nextAt);

        [LoggerMessage(1602, LogLevel.Error, "{Receiver}: is not told any more: {Why}. When it is well again: novafence resume --notify {Name}")]
        internal static partial void Parked(ILogger logger, string receiver, string why, string name);

        [LoggerMessage(1603, LogLevel.Information, "{Receiver}: is told from now on, by the word of {By}")]
        internal static partial void Resumed(ILogger logger, string receiver, string by);

        [LoggerMessage(1604, LogLevel.Error, "{Receiver}: telling it broke off; it is tried again")]
        internal static partial void Broke(ILogger logger, string receiver, Exception defect);

        [LoggerMessage(1605, LogLevel.Debug, "{Receiver}: was told {Id}")]
        internal static partial void Told(ILogger logger, string receiver, string id);
    }
}
