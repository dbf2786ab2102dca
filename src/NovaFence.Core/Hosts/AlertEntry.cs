using System.Text.Json;
using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>One alert as a host's record keeps it: its history, and what was decided about it. A resolved one stays as a tombstone.</summary>
public sealed record AlertEntry : AlertHistory
{
    /// <summary>The receiver that took it.</summary>
    public required string Receiver { get; init; }

    /// <summary>The alert's fingerprint; after PagerDuty's merge the id of the incident that goes on.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Its <c>alertname</c>, at most <see cref="MaxNameLength"/> characters; null where it has none. What corroborates is counted by it.</summary>
    public string? Name { get; init; }

    /// <summary>Where its sender shows it, at most <see cref="AlertLink.MaxLength"/> characters; null where it is not known. Decides nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }

    /// <summary>
    /// The label or place that named the host in its last event that names it, at most <see cref="MaxNamedByLength"/> characters: a later verdict about it says so too.
    /// Null where no event has since this is kept.
    /// </summary>
    public string? NamedBy { get; init; }

    /// <summary>True when it was let through: the host is wanted down while it fires.</summary>
    public bool Accepted { get; init; }

    /// <summary>The name of the route that took it.</summary>
    public string? Route { get; init; }

    /// <summary>Which of the labels that its route asks for its newest firing event carried: their marks, see <see cref="Evidence.CarriedBy"/>; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Carried { get; init; }

    /// <summary>As what its route took its newest firing event: <see cref="Decisions.Route.TakesAs"/> of then; null where no event has come since that is kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TakenAs { get; init; }

    /// <summary><see cref="Decisions.Route.TakesBehind"/> of its newest firing event; null where a version wrote it that did not keep it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TakenBehind { get; init; }

    /// <summary>A mark of the evidence that its route asked for when its newest firing event came (<see cref="Decisions.Route.AsksFor"/>); null where a version wrote it that did not keep it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AskedFor { get; init; }

    /// <summary>Why it is held; null when it is not.</summary>
    public Hold? Held { get; init; }

    /// <summary>
    /// The hold in one line, with what named the host, for whoever reads the row; null when it is not held. Of a row of the first edition it is all there is, and
    /// <see cref="CarriedOver"/> makes a hold of it.
    /// </summary>
    public string? Hold { get => IsHeld ? Verdict.WithName(Held!.Text, NamedBy) : field; init; }

    /// <summary>The title of the hold's reason; null when it is not held.</summary>
    public string? HeldFor => IsHeld ? Held!.Reason.Title() : null;

    /// <summary>What a person has to know of it although it decides nothing, such as an end that named another host; null when nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>True when it was taken into the ledger and answered with an error all the same, and no later event of it was answered 2xx.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unanswered { get; init; }

    /// <summary>True when its end says nothing of the host (a series that vanished): only an operator releases then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EndedBlind { get; init; }

    /// <summary>Most characters of <see cref="Name"/>.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Most characters of <see cref="NamedBy"/>.</summary>
    internal const int MaxNamedByLength = 60;

    /// <summary>The name that is kept of this event's alert; null where it has none.</summary>
    internal static string? NameOf(AlertEvent alert) => alert.Labels.GetValueOrDefault("alertname") is { } name ? Excerpt.Cut(name, MaxNameLength) : null;

    /// <summary>The same, taken by this route.</summary>
    internal AlertEntry TakenBy(Route? route) => this with { Route = route?.Name, TakenAs = route?.TakesAs, TakenBehind = route?.TakesBehind, AskedFor = route?.AsksFor };

    /// <summary>The same, taken as that one was.</summary>
    internal AlertEntry TakenLike(AlertEntry? other) => this with { Route = other?.Route, TakenAs = other?.TakenAs, TakenBehind = other?.TakenBehind, AskedFor = other?.AskedFor };

    /// <summary>The most characters that it takes in the row of its record without its link, now or when it is held later.</summary>
    internal int MostRowLength => JsonSerializer.Serialize(this with { Held = null, Hold = null, Link = null }, RowsJson.Row<AlertEntry>()).Length + Hosts.Hold.MostRowLength;

    /// <summary>True while the host is wanted down because of it. Pending it is not known, and what is not known changes nothing.</summary>
    internal bool WantsDown => Accepted && IsOpen && !IsOverruled;

    /// <summary>True while it waits.</summary>
    internal bool IsHeld => Held is not null && IsOpen;

    /// <summary>True while the host must not be released because of it.</summary>
    internal bool KeepsDown => IsOpen && !IsOverruled && (Accepted || Status == AlertStatus.Pending || (Held is { } held && (held.Unread || Rules.KeepsDown(held.Reason))));

    /// <summary>Whether it was written by the first edition, and not touched since.</summary>
    internal bool IsOfFirstEdition => IsOpen && PeriodSince is null;

    /// <summary>
    /// An entry of the first edition's: why it was held is a sentence there, so it waits for its sender or an operator; and what an operator unset while
    /// it fired is told by the record alone.
    /// </summary>
    /// <param name="overruledAt">When an operator last unset its host.</param>
    internal AlertEntry CarriedOver(DateTimeOffset? overruledAt)
    {
        if (!IsOfFirstEdition)
            return this;
        var known = this with { StartsAt = StartsAt ?? At, PeriodSince = FirstSeen, Hold = null, OfFirstEdition = Accepted };
        if (!Accepted && overruledAt is { } word && FirstSeen <= word)
            return (AlertEntry)known.Overruled(word) with { Held = new Hold { Reason = Reason.Overruled, Facts = FormattableString.Invariant($"an operator unset the host at {word:u}, while this alert fired"), Since = word, SeenAt = word } };
        return Hold is { } text
            ? known with { Held = new Hold { Reason = Reason.AwaitingOperator, Facts = text, Since = FirstSeen, SeenAt = DateTimeOffset.MinValue } }
            : known;
    }

    /// <summary>True when the first edition accepted it, and no event of it has come since: its row does not say what its evidence was, and what was begun is finished.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OfFirstEdition { get; init; }

    internal bool IsOf(string receiver, string fingerprint) =>
        string.Equals(Fingerprint, fingerprint, StringComparison.Ordinal) && string.Equals(Receiver, receiver, StringComparison.Ordinal);

    internal bool IsOf(AlertEntry other) => IsOf(other.Receiver, other.Fingerprint);
}
