using System.Globalization;
using Azure.Data.Tables;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tables;

/// <summary>
/// Where rows and events stand in the partition: rows under their key, and behind all of them <c>~host~time~id</c>, so that one range
/// holds the rows, and another the events of one host, newest first.
/// </summary>
/// <remarks>
/// A key in Table Storage is at most 1 KiB of UTF-16
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#rowkey-property). An encoding may be
/// longer and is then cut; the whole of it stands in a column.
/// </remarks>
internal static class TableKeys
{
    // No encoded text contains it, and it sorts behind everything that one does contain.
    private const char EventMark = '~';
    // The least character of those that an encoded text contains.
    private const char FirstOfRows = '-';
    private const int MaxKey = 500;
    private const int MaxEventHost = 350;
    private const int MaxEventId = 120;
    private const int TicksLength = 19;

    public static string Partition(string partition) => KeyText.Fit(KeyText.Encode(partition), MaxKey);

    public static string Row(string key) => KeyText.Fit(KeyText.Encode(key), MaxKey);

    /// <summary>Whether a row of this key, encoded and not cut, stands there.</summary>
    public static bool Fits(string encoded, string rowKey) => KeyText.Fit(encoded, MaxKey) == rowKey;

    public static string Event(LedgerEvent entry) =>
        EventsOf(entry.Host) + Inverted(entry.At) + EventMark + KeyText.Fit(KeyText.Encode(entry.Id), MaxEventId);

    /// <summary>Where the entity stands that says which edition wrote the partition: before all rows.</summary>
    public const string Schema = "!schema";

    /// <summary>The entity of <see cref="Schema"/>, and behind it all rows.</summary>
    public static string SchemaAndRows(string partition) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {Schema} and RowKey lt {EventMark.ToString()}");

    public static string AllRows(string partition) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {FirstOfRows.ToString()} and RowKey lt {EventMark.ToString()}");

    public static string AllEventsOf(string partition, string host)
    {
        var start = EventsOf(host);
        // ':' is the character after '9', and a time begins with a digit.
        return $"PartitionKey eq '{partition}' and RowKey ge '{start}' and RowKey lt '{start}:'";
    }

    /// <summary>Where a walk through the events begins: behind all rows.</summary>
    public static string FirstEvent { get; } = EventMark.ToString();

    public static string AllBehind(string partition, string key) => $"PartitionKey eq '{partition}' and RowKey gt '{key}'";

    /// <summary>
    /// Where among the events of the same host those begin that are older than <paramref name="moment"/>: their keys are greater than this
    /// one, all others' are smaller. Null where the key is none of an event: somebody else wrote it.
    /// </summary>
    public static string? OlderThan(DateTimeOffset moment, string eventKey) =>
        eventKey.IndexOf(EventMark, 1) is > 0 and var endOfHost ? eventKey[..(endOfHost + 1)] + Inverted(moment, 1) : null;

    /// <summary>The moment in an event's key; the earliest that there is where somebody else wrote it.</summary>
    public static DateTimeOffset MomentOf(string eventKey) =>
        eventKey.IndexOf(EventMark, 1) is > 0 and var endOfHost
        && eventKey.Length > endOfHost + TicksLength
        && long.TryParse(eventKey.AsSpan(endOfHost + 1, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture, out var inverted)
        && inverted <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(DateTime.MaxValue.Ticks - inverted, TimeSpan.Zero)
            : DateTimeOffset.MinValue;

    private static string EventsOf(string host) => EventMark + KeyText.Fit(KeyText.Encode(host), MaxEventHost) + EventMark;

    private static string Inverted(DateTimeOffset at, long ticksOlder = 0) =>
        (DateTime.MaxValue.Ticks - at.UtcTicks + ticksOlder).ToString("D19", CultureInfo.InvariantCulture);
}
