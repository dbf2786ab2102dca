using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Notify;

/// <summary>How it stands with a receiver, and who tells it now. A version that does not know these rows leaves them alone.</summary>
internal sealed record ReceiverRow
{
    /// <summary>The receiver.</summary>
    public required string Name { get; init; }

    /// <summary>What was written until then it is not told: it was configured, or resumed, then.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When an instance that has it configured last said so: once an hour.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>The instance that tells it; null where none does.</summary>
    public string? LeaseBy { get; init; }

    /// <summary>Until when it has the receiver to itself.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>How many attempts in a row have failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Failures { get; init; }

    /// <summary>When the first of them failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why the last one failed.</summary>
    public string? Failure { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>
    /// Hosts of events that wait for it and that have no record, such as names that Nova does not know: the row that leads to them may go when the alert is
    /// taken into a record. At most <see cref="MostWaiting"/>.
    /// </summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>Since when it is not tried any more, until an operator resumes it.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>Why.</summary>
    public string? ParkedFor { get; init; }

    /// <summary>When it may be tried, for an instance; null where at once.</summary>
    internal DateTimeOffset? WaitsUntil(string instance, DateTimeOffset now)
    {
        var lease = LeaseBy is { } by && by != instance && LeaseUntil > now ? LeaseUntil : null;
        var next = NextAt > now ? NextAt : null;
        return lease is null || next > lease ? next : lease;
    }

    /// <summary>Most of <see cref="Waiting"/>: each may be as long as a key, and a row holds only so much.</summary>
    internal const int MostWaiting = 50;

    internal ReceiverRow Released() => this with { LeaseBy = null, LeaseUntil = null };
}

/// <summary>How far a receiver was told of one host.</summary>
internal sealed record CursorRow
{
    /// <summary>The receiver.</summary>
    public required string Receiver { get; init; }

    /// <summary>The host of the events.</summary>
    public required string Host { get; init; }

    /// <summary>The moment up to which it was told, by the events' own clocks; never later than when that was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The events it was told of that are not <see cref="Window"/> older than <see cref="At"/>.</summary>
    public IReadOnlyList<ToldEvent> Told { get; init; } = [];

    /// <summary>
    /// So much later than a newer one of the same host an event may become visible and still be told: instances' clocks differ, and a commit takes its time.
    /// </summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Most events in <see cref="Told"/>; with more of one host within the window the oldest make room, and the window begins behind them.</summary>
    internal const int MostTold = 150;

    /// <summary>What is later than this, and not among <see cref="Told"/>, is to be told.</summary>
    [JsonIgnore]
    internal DateTimeOffset From => Told.Count == MostTold && Told[0].At > At - Window ? Told[0].At : At - Window;

    internal CursorRow With(LedgerEvent happened, int notifications, DateTimeOffset now)
    {
        var latest = happened.At > now ? now : happened.At;
        var at = latest > At ? latest : At;
        var told = Told.Where(other => other.Id != happened.Id && other.At > at - Window).Append(new ToldEvent(happened.Id, happened.At, notifications)).OrderBy(one => one.At).ToList();
        return this with { At = at, Told = told.Count > MostTold ? told[^MostTold..] : told };
    }
}

/// <summary>An event that was told.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">Its moment.</param>
/// <param name="N">How many of its notifications were.</param>
internal sealed record ToldEvent(string Id, DateTimeOffset At, int N);

/// <summary>When findings were opened or closed last.</summary>
internal sealed record FindingsMarkRow(DateTimeOffset At);

/// <summary>The rows of the outbox, by name.</summary>
internal static class OutboxRows
{
    internal const string ReceiverPrefix = "notified:";
    internal const string FindingsMark = "notifiable-findings";
    private const string CursorPrefix = "notified-of:";

    /// <summary>Most characters of a receiver's name, so that it fits into a key with a host's.</summary>
    internal const int MaxName = 40;

    private static readonly RowType<ReceiverRow> ReceiverType = new(OutboxJson.Row<ReceiverRow>(), row => row.ParkedFor is { } why ? $"parked: {why}" : row.Failure ?? "") { IsOf = static (row, key) => key == ReceiverPrefix + row.Name };
    private static readonly RowType<CursorRow> CursorType = new(OutboxJson.Row<CursorRow>(), row => $"{row.Receiver} of {row.Host} until {row.At:u}") { IsOf = static (row, key) => key == CursorKey(row.Receiver, row.Host) };

    private static readonly RowType<FindingsMarkRow> MarkType = new(OutboxJson.Row<FindingsMarkRow>(), row => $"{row.At:u}");

    /// <summary>Null also where the row cannot be read: it begins anew then. One receiver's must not keep the others from being told, nor an audit from being carried out.</summary>
    internal static ReceiverRow? NotifiedReceiver(this LedgerTransaction transaction, string name) => transaction.ReadIfReadable(ReceiverPrefix + name, ReceiverType);

    internal static IEnumerable<ReceiverRow> NotifiedReceivers(this LedgerTransaction transaction) => transaction.ReadAll(ReceiverPrefix, ReceiverType);

    internal static void Write(this LedgerTransaction transaction, ReceiverRow row) => transaction.Write(ReceiverPrefix + row.Name, row, ReceiverType);

    /// <summary>How far the receiver was told of this host; null where it never was.</summary>
    /// <param name="transaction">The rows.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="host">The host.</param>
    /// <param name="lost">What counts as told where the row cannot be read: all that was written before that moment.</param>
    internal static CursorRow? Cursor(this LedgerTransaction transaction, string receiver, string host, DateTimeOffset lost) =>
        transaction.ReadIfReadable(CursorKey(receiver, host), CursorType) ?? (transaction.Has(CursorKey(receiver, host)) ? new CursorRow { Receiver = receiver, Host = host, At = lost } : null);

    internal static IEnumerable<CursorRow> Cursors(this LedgerTransaction transaction) => transaction.ReadAll(CursorPrefix, CursorType);

    internal static void Write(this LedgerTransaction transaction, CursorRow row) => transaction.Write(CursorKey(row.Receiver, row.Host), row, CursorType);

    internal static void Remove(this LedgerTransaction transaction, CursorRow row) => transaction.Remove(CursorKey(row.Receiver, row.Host));

    internal static void RemoveReceiver(this LedgerTransaction transaction, string name) => transaction.Remove(ReceiverPrefix + name);

    /// <summary>Says that the events of <see cref="DecisionEvent.Findings"/> are more than before.</summary>
    internal static void WriteFindingsMark(this LedgerTransaction transaction, DateTimeOffset at) => transaction.Write(FindingsMark, new FindingsMarkRow(at), MarkType);

    /// <summary>A host that an alert named may be as long as a key.</summary>
    private static string CursorKey(string receiver, string host)
    {
        var key = $"{CursorPrefix}{receiver}:{host}";
        return key.Length <= LedgerKey.MaxLength ? key : $"{CursorPrefix}{receiver}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(host)))}";
    }
}

/// <summary>The JSON of the outbox's rows.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReceiverRow))]
[JsonSerializable(typeof(CursorRow))]
[JsonSerializable(typeof(FindingsMarkRow))]
internal sealed partial class OutboxJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions OfRows = RowsJson.OptionsFor(new OutboxJson());

    internal static JsonTypeInfo<T> Row<T>() => (JsonTypeInfo<T>)OfRows.GetTypeInfo(typeof(T));
}
