using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>What the look of an intent to force down saw.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SeenBefore>))]
public enum SeenBefore
{
    /// <summary>Its row was there with <c>forced_down: false</c>, whatever its <c>state</c>: what is down since is NovaFence's own.</summary>
    [JsonStringEnumMemberName("free")]
    Free,

    /// <summary>Nobody saw it free: only an operator unsets it.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>What was seen of nova-compute while a host waits to be unset, or since it was forced down.</summary>
/// <param name="ReportedAt">Nova's <c>updated_at</c>.</param>
/// <param name="Mark">Status, reason and service id then: a row that somebody else has written to says nothing of reports.</param>
/// <param name="SeenAt">When that was seen, UTC.</param>
/// <param name="Count">How many looks have seen it advance since the first.</param>
public sealed record SeenReport(DateTimeOffset? ReportedAt, string Mark, DateTimeOffset SeenAt, int Count);

/// <summary>A host's row in the ledger: what is wanted of it, by whom, and how far that has come. State and nothing else; immutable.</summary>
public sealed record HostRecord
{
    /// <summary>
    /// Most alerts kept per host; fewer where their texts are so long that they would not fit into a row. Those without evidence make room first, then
    /// tombstones; one that was accepted, overruled, or is held with its evidence never does.
    /// </summary>
    public const int MaxAlerts = 30;

    /// <summary>
    /// Most characters that they take in the row, each counted as if it were held: the links of <see cref="MaxLinks"/> of them, and what else a record holds, have
    /// to fit into the row too.
    /// </summary>
    internal const int MaxAlertsLength = LedgerCommit.MaxJsonLength - 3000 - (MaxLinks * (AlertLink.MaxLength + 20));

    /// <summary>Most alerts of a host whose links are kept with it; each verdict's event has its own.</summary>
    public const int MaxLinks = 3;

    /// <summary>The host, in Nova's spelling.</summary>
    public required string Host { get; init; }

    /// <summary>The compute service's UUID when it was last acted on.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Where it stands.</summary>
    public HostState State { get; init; }

    /// <summary>Who holds it down.</summary>
    public HostOwner Owner { get; init; }

    /// <summary>What the look of the intent that took it down saw; null while nothing of ours is down.</summary>
    public SeenBefore? Before { get; init; }

    /// <summary>The alerts of this host.</summary>
    public IReadOnlyList<AlertEntry> Alerts { get; init; } = [];

    /// <summary>The intent under way; null when nobody acts.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>
    /// The attempt whose outcome was written last. A commit whose reply was lost looks like a lost race; this tells that it was our own.
    /// </summary>
    public string? LastAttempt { get; init; }

    /// <summary>The moment of the last event that was written with it: one that is decided by it is later, whatever clock its instance has.</summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>The operator's word that stands; null when none does.</summary>
    public OperatorWord? Word { get; init; }

    /// <summary>How often Nova has refused or not answered in a row.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Failures { get; init; }

    /// <summary>When what is wanted is tried again, UTC; null where nothing is to be tried.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The route of the alert that forced it down, for a person; how it is released, its accepted alerts say.</summary>
    public string? Route { get; init; }

    /// <summary>What was taken as evidence.</summary>
    public string? Evidence { get; init; }

    /// <summary>Title and facts of the last verdict.</summary>
    public string? Reason { get; init; }

    /// <summary>When an operator last unset it, UTC: a period that began before, and is first heard of shortly after, is overruled too.</summary>
    public DateTimeOffset? OverruledAt { get; init; }

    /// <summary>Routes by which alerts held the host down that <see cref="Alerts"/> no longer tells of: they still say how it is released.</summary>
    public IReadOnlyList<string> ForgottenRoutes { get; init; } = [];

    /// <summary>True when an alert found no room since it was clear last, or one that ended blind made room or fires again for something else: then only an operator knows that all have ended.</summary>
    public bool HasLostAlerts { get; init; }

    /// <summary>True when the end of an accepted alert that <see cref="Alerts"/> no longer tells of was perhaps an echo: then nothing is released at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasLostEcho { get; init; }

    /// <summary>True when NovaFence disabled the service, or may have: the unset enables it again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Disabled { get; init; }

    /// <summary>Since when it waits for nova-compute to report, UTC; null when it does not.</summary>
    public DateTimeOffset? ReleaseSince { get; init; }

    /// <summary>Nova-compute's reports while it waits.</summary>
    public SeenReport? Heartbeat { get; init; }

    /// <summary>What keeps it from being unset although its alerts have ended and settled, for a person; null when nothing is known to.</summary>
    public string? ReleaseLacks { get; init; }

    /// <summary>The reason of <see cref="ReleaseLacks"/>; null where there is none, or a version wrote it that did not keep it.</summary>
    [JsonConverter(typeof(ReasonTitleConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Reason? ReleaseLacksFor { get; init; }

    /// <summary>Nova-compute's report in the first look after it was forced down.</summary>
    public SeenReport? AfterDown { get; init; }

    /// <summary>When nova-compute was seen to report although the host is forced down and its alert fires, UTC; null when it was not.</summary>
    public DateTimeOffset? ContradictedAt { get; init; }

    /// <summary>Since when another hand has it raised against an operator's word, UTC; null when none has.</summary>
    public DateTimeOffset? RaisedAt { get; init; }

    /// <summary>Until when a PUT that forces down, and whose reply never came, may still reach Nova, UTC.</summary>
    public DateTimeOffset? DownMayArriveUntil { get; init; }

    /// <summary>The instance that sent that PUT: the one that may take what it finds for its own work.</summary>
    public string? DownSentBy { get; init; }

    /// <summary>The same of a PUT that unsets.</summary>
    public DateTimeOffset? UpMayArriveUntil { get; init; }

    /// <summary>When the doubt about an unanswered PUT ends, so that a look settles it; null where none is in doubt.</summary>
    internal DateTimeOffset? DoubtsUntil => DownMayArriveUntil < UpMayArriveUntil || UpMayArriveUntil is null ? DownMayArriveUntil : UpMayArriveUntil;

    /// <summary>What was read of it for its evidence; null where no route asks for that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HostReads? Reads { get; init; }

    /// <summary>What its BMC was told last to switch the machine off; null where it never was, or long ago.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PowerOffSent? SwitchedOff { get; init; }

    /// <summary>When the answer was complete by which it was forced down as proven off, UTC; null where nothing of ours is down, or it was not proven.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ProvenOffAt { get; init; }

    /// <summary>When it was read to run although it was proven off, and its alert fired or an evacuation from it was unfinished, UTC; null when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? PoweredOnAt { get; init; }

    /// <summary>When the alert that forced it down began to fire, by the sender's clock.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When that alert was received.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When the last intent was decided.</summary>
    public DateTimeOffset? IntentAt { get; init; }

    /// <summary>When the last PUT was sent.</summary>
    public DateTimeOffset? PutSentAt { get; init; }

    /// <summary>When Nova last confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Since when Nova has it as forced down by us; null when it does not.</summary>
    public DateTimeOffset? DownSince { get; init; }

    /// <summary>Nova's request id of the last PUT.</summary>
    public string? RequestId { get; init; }

    /// <summary>What went wrong last; null when nothing did.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether an accepted alert wants it down.</summary>
    internal bool IsWantedByAlerts => Alerts.Any(alert => alert.WantsDown);

    /// <summary>Whether an operator's word holds it down, done or not.</summary>
    internal bool IsWantedByOperator => Word is { Down: true };

    /// <summary>The operator's word that is still to be carried out; null where there is none, or it asks again.</summary>
    internal OperatorWord? WordToBeSent(DateTimeOffset now) => Word is { DoneAt: null } word && word.IsToBeSent(now) ? word : null;

    /// <summary>Whether an operator's word that is not sent any more stands beside an alert that wants the same: that is told as ever, and keeps no alert back.</summary>
    internal bool IsLeftToAlerts(DateTimeOffset now) => Word is { Down: true, DoneAt: null } word && !word.IsToBeSent(now) && IsWantedByAlerts;

    /// <summary>Whether the host is to be down.</summary>
    internal bool IsWantedDown => IsWantedByOperator || IsWantedByAlerts;

    /// <summary>Whether it takes a place in the budget: down, or not known to be up again.</summary>
    internal bool IsHeldDown => State != HostState.Clear;

    /// <summary>Whether it is down, as far as anybody knows: then no alert needs anybody to let it through.</summary>
    internal bool IsDown => State == HostState.Down;

    /// <summary>Whether an instance has it to itself at that moment.</summary>
    internal bool IsLeased(DateTimeOffset now) => Attempt is { } attempt && attempt.Until > now;

    /// <summary>How long the lease of its attempt is: whoever wrote it may be configured otherwise than whoever takes over. Null where there is none, or none that can be.</summary>
    internal TimeSpan? LeaseOfAttempt => Attempt?.Until - IntentAt is { } lease && lease <= FencingOptions.LongestLease ? lease : null;

    /// <summary>Whether its machine was told to go off, and may do so still: its place is kept, and nothing is unset.</summary>
    internal bool MayGoOff(DateTimeOffset now) => SwitchedOff is { } sent && sent.MayActUntil > now;

    /// <summary>When the last resolved event of any of its alerts was received.</summary>
    internal DateTimeOffset? LastResolvedAt => Alerts.Max(alert => alert.ResolvedAt);

    /// <summary>Until when a PUT of this direction may still arrive; null when none is on its way, or Nova was seen to agree after it.</summary>
    internal DateTimeOffset? MayArriveUntil(bool down) => down ? DownMayArriveUntil : UpMayArriveUntil;

    /// <summary>The entry of this alert; null when there is none.</summary>
    internal AlertEntry? Find(string receiver, string fingerprint) => Alerts.FirstOrDefault(entry => entry.IsOf(receiver, fingerprint));

    /// <summary>The record with this entry in the place of the one it had. What held the host down until now still says how it is released.</summary>
    internal HostRecord With(AlertEntry entry)
    {
        var changed = this with { Alerts = [.. Alerts.Where(other => !other.IsOf(entry)), entry] };
        return IsHeldDown && Find(entry.Receiver, entry.Fingerprint) is { Accepted: true } known
            // How it ended says nothing any more of one that was accepted anew; by which route it was taken before does.
            ? changed.Remembering(entry.Accepted ? known with { EndedBlind = false, EndedByEcho = false } : known, entry.Accepted ? entry.Route : null)
            : changed;
    }

    /// <summary>The record that remembers what this alert said of the host's release, which its alerts tell no longer.</summary>
    /// <param name="gone">The alert as it was.</param>
    /// <param name="still">The route that is still told of; null for none.</param>
    private HostRecord Remembering(AlertEntry gone, string? still) => gone.Accepted
        ? this with
        {
            ForgottenRoutes = gone.Route is { } route && route != still && !ForgottenRoutes.Contains(route, StringComparer.Ordinal) ? [.. ForgottenRoutes, route] : ForgottenRoutes,
            HasLostAlerts = HasLostAlerts || gone.EndedBlind,
            HasLostEcho = HasLostEcho || gone.EndedByEcho,
        }
        : this;

    /// <summary>The record that knows what keeps it from being unset; nothing where that is null.</summary>
    internal HostRecord Lacking(Verdict? what) => this with { ReleaseLacks = what?.Text, ReleaseLacksFor = what?.Reason };

    /// <summary>The record without this alert.</summary>
    internal HostRecord Without(AlertEntry entry) => this with { Alerts = [.. Alerts.Where(other => !other.IsOf(entry))] };

    /// <summary>
    /// The record of the first edition in this one's terms; the same record where it is this one's. What cannot be told from an old row counts as the
    /// careful case: what was down then was not seen free.
    /// </summary>
    internal HostRecord CarriedOver()
    {
        // What this edition unset, and is to force down again, was not seen yet either: its alerts tell it from an old row.
        var isOld = State != HostState.Clear && Before is null && !Alerts.Any(alert => alert.PeriodSince is not null);
        if (!isOld && !Alerts.Any(alert => alert.IsOfFirstEdition))
            return this;
        return this with
        {
            Before = isOld ? SeenBefore.Unknown : Before,
            Word = isOld && Owner == HostOwner.Operator && Word is null
                ? new OperatorWord { Down = true, At = IntentAt ?? DateTimeOffset.MinValue, By = "an operator", ServiceId = ServiceId, DoneAt = ConfirmedAt ?? IntentAt }
                : Word,
            Alerts = [.. Alerts.Select(alert => alert.CarriedOver(OverruledAt))],
        };
    }

    /// <summary>
    /// The record with room for this alert too, by their number and by the length of its row; null where none of its alerts may make room. What is pending is not
    /// known yet, whatever it was held for before; and of those that ended the one makes room of which an earlier event is soonest believed no more.
    /// </summary>
    internal HostRecord? WithRoomFor(AlertEntry entry, NovaFenceOptions options)
    {
        var record = this;
        while (record.Alerts.Count >= MaxAlerts || record.Alerts.Append(entry).Sum(alert => alert.MostRowLength) > MaxAlertsLength)
        {
            var least = record.Alerts.Where(alert => alert is { Status: AlertStatus.Firing, Accepted: false, IsOverruled: false, Held: { Reason: Decisions.Reason.NoEvidence or Decisions.Reason.TooOld } held } && !(IsHeldDown && held.Unread))
                    // What is too old says nothing of now, and what lacks its evidence may be what another one waits to agree with.
                    .MinBy(alert => (alert.Held!.Reason == Decisions.Reason.NoEvidence, alert.LastSeen))
                ?? record.Alerts.Where(alert => alert is { IsOpen: false, IsOverruled: false }).MinBy(alert => alert.LastSeen + (alert.ToldOnce ? options.Fencing.MaxAge : options.Release.SettleTime))
                // What waits for its BMC lacks its evidence too. It keeps a host that is down from being released, so it makes room only where none is.
                ?? record.Alerts.Where(alert => !IsHeldDown && alert is { Status: AlertStatus.Firing, Accepted: false, IsOverruled: false, Held.Reason: var reason } && Unread.IsOfPower(reason)).MinBy(alert => alert.LastSeen);
            if (least is null)
                return null;
            record = record.Without(least).Remembering(least, still: null);
        }

        return record;
    }
}
