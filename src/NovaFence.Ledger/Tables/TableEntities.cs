using System.Globalization;
using Azure;
using Azure.Data.Tables;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tables;

/// <summary>Rows and events as entities: the columns, to and fro.</summary>
internal static class TableEntities
{
    private const string Json = "Json";
    // The whole key, or an event's host, encoded: the row key may hold a part of it only.
    private const string Name = "Name";
    private const string At = "At";
    private const string Id = "Id";
    // Which ledger it is, beside the numbers of the entity that says who wrote it: earlier versions read those only.
    private const string Ledger = "LedgerId";
    // For people; nothing reads them.
    private const string Kind = "Kind";
    private const string Summary = "Summary";

    public static TableTransactionAction Write(string partition, RowWrite write)
    {
        var entity = new TableEntity(partition, TableKeys.Row(write.Key));
        if (write.Json is null)
            return new TableTransactionAction(TableTransactionActionType.Delete, entity, new ETag(write.ExpectedVersion!));

        var name = KeyText.Encode(write.Key);
        entity[Kind] = name.Split(':', 2)[0];
        entity[Name] = name;
        entity[Summary] = Summaries.Clean(write.Summary);
        entity[Json] = write.Json;
        return write.ExpectedVersion is null
            ? new TableTransactionAction(TableTransactionActionType.Add, entity)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(write.ExpectedVersion));
    }

    public static TableTransactionAction Append(string partition, LedgerEvent entry) =>
        new(TableTransactionActionType.Add, new TableEntity(partition, TableKeys.Event(entry))
        {
            [Kind] = "event",
            [Name] = KeyText.Encode(entry.Host),
            // Not a date of the table's: those begin in 1601, and whatever moment an event names must be storable.
            [At] = entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            [Id] = KeyText.Encode(entry.Id),
            [Json] = entry.Json,
        });

    /// <summary>The entity that says which edition wrote a partition; it must not be there yet.</summary>
    public static TableTransactionAction Schema(string partition, SchemaNumbers numbers, string? id) =>
        new(TableTransactionActionType.Add, new TableEntity(partition, TableKeys.Schema)
        {
            [Kind] = "schema",
            [Name] = "schema",
            [Summary] = FormattableString.Invariant($"written by edition {numbers.Written}, readable from edition {numbers.ReadableFrom} on"),
            [Json] = numbers.ToJson(),
            [Ledger] = id,
        });

    /// <summary>What is to be added to that entity where an earlier version has made it.</summary>
    public static TableEntity WithId(TableEntity schema, string id) => new(schema.PartitionKey, schema.RowKey) { [Ledger] = id };

    /// <summary>The number of the ledger; null where it has none.</summary>
    public static string? IdOf(TableEntity schema) => schema.TryGetValue(Ledger, out var id) ? id as string : null;

    /// <summary>What a row holds, under another key that must not be there yet.</summary>
    public static TableTransactionAction Copy(string partition, TableEntity row, string key) => Write(
        partition, new RowWrite(key, JsonOf(row), ExpectedVersion: null, row.TryGetValue(Summary, out var text) ? text as string ?? "" : ""));

    /// <exception cref="FormatException">Somebody else wrote this.</exception>
    public static string JsonOf(TableEntity entity) => Text(entity, Json);

    /// <summary>A row. Where the entity has no text in the column with its JSON, that is empty: the row is damaged, and the others are not.</summary>
    public static LedgerRow Row(TableEntity entity) =>
        new(KeyText.DecodeOrKeep(NameOf(entity) ?? entity.RowKey), Find(entity, Json) ?? "", entity.ETag.ToString());

    /// <summary>An event of this host; as of rows, one that somebody damaged must not hide the others.</summary>
    public static LedgerEvent Event(string host, TableEntity entity) => new(
        host,
        DateTimeOffset.TryParseExact(Find(entity, At), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : TableKeys.MomentOf(entity.RowKey),
        KeyText.DecodeOrKeep(Find(entity, Id) ?? entity.RowKey),
        Find(entity, Json) ?? "");

    /// <summary>Whether an entity is a row as the first edition wrote them, and not one of somebody else's table.</summary>
    public static bool IsRow(TableEntity entity) => NameOf(entity) is not null && Find(entity, Json) is not null;

    /// <summary>Whether a version can be one of a table's rows. One that cannot, such as <c>*</c>, must not reach it as a condition.</summary>
    public static bool IsVersion(string version) =>
        version.StartsWith("W/\"", StringComparison.Ordinal) && version.EndsWith('"') && !version.Any(char.IsControl);

    /// <summary>The whole key of a row, encoded; null where the entity has none, or another row's: it was copied there by hand.</summary>
    private static string? NameOf(TableEntity entity) => Find(entity, Name) is { } name && TableKeys.Fits(name, entity.RowKey) ? name : null;

    private static string? Find(TableEntity entity, string column) => entity.TryGetValue(column, out var value) ? value as string : null;

    private static string Text(TableEntity entity, string column) => Find(entity, column)
        ?? throw new FormatException($"The row {entity.RowKey} of the ledger's table has no text in its column {column}.");
}
