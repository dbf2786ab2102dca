using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>All that happened to one host.</summary>
internal sealed class HostPast
{
    private const string KeyPrefix = "host:";

    /// <summary>A record keeps 30, and some 20 where their texts are long.</summary>
    private const int MostAlerts = 20;

    /// <summary>A look that ended more than two seconds before the PUT is repeated once; the second one has its own time limit.</summary>
    private static readonly TimeSpan LookLasts = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a commit waits for the ledger: the intent is as old as that when it is stored.</summary>
    private static readonly TimeSpan LedgerTakes = TimeSpan.FromSeconds(6);

    /// <summary><c>Cloud:ReportInterval</c> and five seconds.</summary>
    private static readonly TimeSpan Lives = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    private readonly Past _past;
    private readonly Dictionary<string, HostRow> _read = new(StringComparer.Ordinal);

    private HostPast(Past past, CloudHost host)
    {
        _past = past;
        Host = host;
        Puts = past.World.Cloud.Puts.FindAll(put => put.Host.Name == host.Name);
        Orders = past.World.Operators.Orders.FindAll(order => order.Host == host.Name);
        Alerts = [.. past.World.Senders.Handings
            .Where(handing => handing.Owner == host.Name && handing.Said.Alert.Kind != AlertKind.Unrouted)
            .GroupBy(handing => handing.Said.Alert).Select(events => new AlertPast(
                events.Key, WithMoments([.. events]), past.World.Senders.Handings.Exists(merge => merge.Said.MergedInto == events.Key.Fingerprint && merge.Owner != host.Name)))];
        string? before = null;
        foreach (var commit in past.World.Ledger.Commits)
        {
            if (commit.Rows.GetValueOrDefault(Key)?.Json is { } json && json != before)
                Versions.Add(new Version(commit, Read(before = json), Versions.Count > 0 ? Versions[^1].Row : null));
        }
    }

    private static List<Handing> WithMoments(List<Handing> given)
    {
        for (var index = 0; index < given.Count; index++)
            given[index].ComesAfter(given[..index]);
        return given;
    }

    internal CloudHost Host { get; }

    internal string Name => Host.Name;

    /// <summary><c>Release:SettleTime</c>.</summary>
    internal TimeSpan Settle => _past.History.Settle;

    /// <summary><see cref="Histories.Setup.TwoAgree"/>.</summary>
    internal bool TwoAgree => _past.History.Setup.TwoAgree;

    /// <summary><see cref="Histories.Setup.Ignores"/>: whether the route of this alert asks, for whoever acts, of no listing whether nova-compute reports.</summary>
    internal static bool Ignores(Alert alert, Instances.Instance by) => by.Setup.Ignores && alert.Kind == AlertKind.Released;

    /// <summary>Whether Prometheus is asked whether the host of this alert answers.</summary>
    internal bool IsSampled(Alert alert) => _past.History.Setup.HasSamples && alert.Kind == AlertKind.Released;

    /// <summary><see cref="Histories.History.Skew"/>.</summary>
    internal TimeSpan Skew => _past.History.Skew;

    /// <summary><see cref="Histories.History.OperatorsForce"/>.</summary>
    internal bool OperatorsForce => _past.History.OperatorsForce;

    /// <summary>Whether, at that intent, it was too long ago that the watchdog had been heard, by any instance.</summary>
    internal bool IsMonitoringSilent(Version intent) => _past.History.Setup.HasWatchdog
        && !_past.World.Monitoring.Given.Exists(given => given.Number < intent.Number && Time(given.At) > intent.Commit.At - Setup.SilentAfter - LookLasts - LedgerTakes);

    /// <summary>Whether it lived within the last minutes of the history.</summary>
    internal bool LivedLately => Host.Heart.Lived(_past.EndedAt - TimeSpan.FromMinutes(3), _past.EndedAt);

    /// <summary>Whether its record had as many alerts as it keeps: then one of no evidence, or one that ended, made room for another, or that other found none.</summary>
    internal bool WasFull => Versions.Exists(version => version.Row.Alerts.Count >= MostAlerts);

    internal string Key => KeyPrefix + Host.Name.ToUpperInvariant();

    /// <summary>The PUTs, in the order in which they were sent.</summary>
    internal List<Put> Puts { get; }

    internal List<Order> Orders { get; }

    /// <summary>The alerts that named this host when they were first heard, and that a route takes.</summary>
    internal IReadOnlyList<AlertPast> Alerts { get; }

    /// <summary>Every state of its row.</summary>
    internal List<Version> Versions { get; } = [];

    internal static IReadOnlyList<HostPast> Of(Past past)
    {
        // What was merged comes first: where the other incident belongs rests on where the merge did.
        foreach (var events in past.World.Senders.Handings.GroupBy(handing => handing.Said.Alert).Where(events => events.Any(handing => handing.Said is { NamesItsHost: false, Names.Length: > 0 }))
            .OrderByDescending(events => events.Any(handing => handing.Said.MergedInto is not null)))
        {
            if ((FirstHeardFor(past, events.Key) ?? FirstRecordOf(past, events.Key)) is { } owner)
            {
                foreach (var handing in events)
                    handing.Owner = owner;
            }
        }

        foreach (var handing in past.World.Senders.Handings.Where(handing => !handing.NamesItsHost && handing.Said.Names.Length > 0))
            handing.MayNameNobody = past.World.Cloud.Hosts.Find(host => host.Name == handing.Said.Names) is not { WasAlwaysListed: true };
        return [.. past.World.Cloud.Hosts.Select(host => new HostPast(past, host))];
    }

    internal HostRow? RowAt(Past.State state) => RowIn(state.Rows);

    internal HostRow? RowIn(IReadOnlyDictionary<string, NovaFence.Core.Ledger.LedgerRow> rows) => rows.GetValueOrDefault(Key) is { } row ? Read(row.Json) : null;

    internal DateTimeOffset Time(TimeSpan elapsed) => _past.World.Clock.Start + elapsed;

    /// <summary>The intent by which this PUT was sent: the last of its instance, in its direction.</summary>
    internal Version? IntentOf(Put put) => Versions.FindLast(version =>
        version.IsIntent && version.Commit.Number < put.Number && version.Commit.By == put.By && version.Row.Attempt!.Down == put.Down);

    /// <summary>When the host became clear last.</summary>
    internal long ClearedBefore(long number) =>
        Versions.FindLast(version => version.Number < number && version.Row.IsClear && version.Before is { IsClear: false })?.Number ?? 0;

    /// <summary>Whether an operator wanted it up since it was clear last.</summary>
    internal bool IsUnsetByAnOperator(long before)
    {
        var cleared = ClearedBefore(before);
        return Orders.Exists(order => !order.Down && order.Number < before && order.Answered > cleared);
    }

    /// <summary>Whether an operator's word stands by which it goes down.</summary>
    internal bool IsAnOperatorsDown(long before) =>
        Orders.Exists(order => order.Down && order.Number < before
            && !Orders.Exists(later => !later.Down && later.Number > order.Answered && later.IsDone && later.Answered < before));

    /// <summary>
    /// Whether a listing that its instance asked for after that moment, and had before the intent, allows the PUT: it showed the row free, or it could not be
    /// had, or said nothing of the row. A listing that showed that the host lives allows none.
    /// </summary>
    internal bool IsAllowedByALook(Version intent, TimeSpan since, Put? put, bool mayLive) => _past.World.Cloud.Looks.Exists(look =>
    {
        if (look.By != intent.Commit.By || look.BeganAt + _past.History.Skew < Time(since) || look.Began > intent.Number || look.ShowsSeveral(Name))
            return false;
        if (look.Ended > intent.Number || look.Of(Name) is not { ForcedDown: { } down } row)
            return intent.Row.Before != "free";
        return !down
            && (put is null || put.At - look.EndedAt <= LookLasts || IsRepeated(put, intent) || WasLookedForAgain(intent, put))
            && (mayLive || put is null || !IsAlive(row, put.At));
    });

    /// <summary>Whether every listing that its instance had just before the intent, or else the newest one before, showed several services of the name: then nobody can say which of them is meant.</summary>
    internal bool WasSeveral(Version intent)
    {
        if (!Host.WasDoubled)
            return false;
        var looks = _past.World.Cloud.Looks.FindAll(look => look.By == intent.Commit.By && look.Count > 0 && look.Ended < intent.Number);
        return looks.Count > 0 && looks.Where(look => look == looks[^1] || intent.Commit.At - look.EndedAt <= LookLasts + LedgerTakes).All(look => look.ShowsSeveral(Name));
    }

    /// <summary>Whether its instance looked once more, between the intent and the PUT, and saw the row free, or could not be told.</summary>
    private bool WasLookedForAgain(Version intent, Put put) => _past.World.Cloud.Looks.Exists(look =>
        look.By == intent.Commit.By && look.Began > intent.Number && look.Began < put.Number && put.At - look.BeganAt <= LookLasts && look.Of(Name) is null or { ForcedDown: false });

    /// <summary>Whether an incident of that id has ended.</summary>
    internal bool HasEnded(string fingerprint, long before) => _past.World.Senders.Handings.Exists(handing =>
        handing.Said.Alert.Fingerprint == fingerprint && !handing.Said.IsFiring && handing.Number < before);

    /// <summary>What was given up may have arrived in Nova after all: then it is ours, whatever the record said.</summary>
    internal bool IsInDoubt(Version taking) =>
        Puts.Exists(put => put.Down && put.By == taking.Commit.By && put.Number > taking.Number && put.IsInDoubt) || Versions.Exists(version => version.GaveUp?.Id == taking.Row.Attempt!.Id);

    /// <summary>Whether a listing that its instance had just before the intent showed the row so.</summary>
    internal bool WasSeen(Version intent, bool forcedDown) => _past.World.Cloud.Looks.Exists(look =>
        look.By == intent.Commit.By && look.Ended < intent.Number && intent.Commit.At - look.EndedAt <= LookLasts + LedgerTakes && look.Of(Name)?.ForcedDown == forcedDown);

    /// <summary>
    /// Whether, of one alert, what fires may take the host down after an operator raised it: what was heard before does not, nor what began before his word
    /// and was heard soon after it.
    /// </summary>
    internal bool IsOverruled(AlertPast alert, long before)
    {
        var word = Orders.FindLast(order => !order.Down && order.IsDone && order.Answered < before);
        if (word is null)
            return false;
        var known = alert.Handings.FindAll(handing => handing.Said.IsFiring && handing.IsTaken && handing.Answered < word.Number);
        var later = alert.Handings.FindAll(handing => handing.Answered > word.Number && handing.Number < before);
        if (known.Count == 0)
        {
            return !later.Exists(handing => handing.Said.IsFiring && (handing.Said.Moment > word.At - Skew || handing.Number < word.Number || handing.At - word.At > MaxClockSkew - TimeSpan.FromSeconds(5) || handing.Number < word.Answered
                // It ended after the word, and began anew after that end: no clock of the sender's makes that the period that was overruled.
                || later.Exists(end => !end.Said.IsFiring && end.Number < handing.Number && end.Said.Moment < handing.Said.Moment)));
        }

        var newest = known.Max(handing => handing.Said.Moment);
        var ends = alert.Handings.Exists(handing => !handing.Said.IsFiring && handing.Number < before && (!handing.IsTaken || handing.Answered > known.Min(one => one.Number)));
        // It had ended before the word: then the word had no period of it to overrule.
        if (alert.At(word.Number) is not { Fires: true, IsCertain: true })
            return false;
        // What it said before the word is the period that was overruled, however far ahead its sender's clock is.
        return !later.Exists(handing => handing.Said.IsFiring && handing.Said.Moment > newest && (handing.Said.Moment - word.At > MaxClockSkew || ends));
    }

    /// <summary>The host that it was heard of for itself first, by the row that says so: a merge may have put it into another's record before. That one of its events names that host, <see cref="NoOtherHostDecides"/> asks.</summary>
    private static string? FirstHeardFor(Past past, Alert alert)
    {
        var key = $"alert:{alert.Receiver}:{alert.Fingerprint}";
        return past.World.Ledger.Commits.Select(commit => commit.Rows.GetValueOrDefault(key)?.Json).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(json => IdentityRow.Read(json).FirstHeard).FirstOrDefault(host => host is not null);
    }

    private static string? FirstRecordOf(Past past, Alert alert)
    {
        var part = $"\"fingerprint\":\"{alert.Fingerprint}\"";
        // A merge puts it into the record of the host whose incident it was merged with: it was not heard of there.
        var merges = past.World.Senders.Handings.FindAll(handing => handing.Said.MergedInto == alert.Fingerprint);
        var own = past.World.Senders.Handings.FindAll(handing => handing.Said.Alert == alert && handing.Said.IsFiring);
        return past.World.Cloud.Hosts
            .Select(host => (host.Name, First: past.World.Ledger.Commits.Find(commit => commit.Rows.GetValueOrDefault(KeyPrefix + host.Name.ToUpperInvariant())?.Json.Contains(part, StringComparison.Ordinal) == true)))
            .Where(taken => taken.First is { } commit && (!merges.Exists(merge => merge.Owner == taken.Name && merge.Number < commit.Number && merge.Answered > commit.Number)
                // Unless its own event was under way there: a merge that was never answered may have merged nothing.
                || own.Exists(heard => heard.Said.Names == taken.Name && heard.Number < commit.Number && heard.Answered > commit.Number)))
            .OrderBy(taken => taken.First!.Number).FirstOrDefault().Name;
    }

    /// <summary>Whether the cloud says that nova-compute reported just now. Where its clock is behind ours and nobody knows, that cannot be told.</summary>
    private bool IsAlive(Core.Cloud.ComputeService row, DateTimeOffset now)
    {
        var history = _past.History;
        return (history.KnowsCloudsClock || history.CloudAhead >= TimeSpan.Zero)
            && row.State == Core.Cloud.ServiceState.Up
            && row.UpdatedAt is { } updated && now + history.CloudAhead - updated < Lives - (history.KnowsCloudsClock ? TimeSpan.Zero : history.Skew);
    }

    /// <summary>Whether it is not the first PUT of its intent.</summary>
    private bool IsRepeated(Put put, Version intent) => Puts.Exists(other => other != put && other.By == put.By && other.Down == put.Down && other.Number > intent.Number && other.Number < put.Number);

    /// <summary>Many sentences ask for the same few rows, and reading JSON costs more than all they do with it.</summary>
    private HostRow Read(string json)
    {
        if (!_read.TryGetValue(json, out var row))
            _read.Add(json, row = HostRow.Read(json));
        return row;
    }

    /// <summary>One state of the row, and the one before.</summary>
    internal sealed record Version(StoredCommit Commit, HostRow Row, HostRow? Before)
    {
        internal long Number => Commit.Number;

        /// <summary>The attempt of somebody else that was taken over here, without an outcome; null when none was.</summary>
        internal AttemptPart? GaveUp => IsIntent && Before?.Attempt is { } before ? before : null;

        /// <summary>Whether this is where somebody took the lease.</summary>
        internal bool IsIntent => Row.Attempt is { } attempt && attempt.Id != Before?.Attempt?.Id;
    }
}
