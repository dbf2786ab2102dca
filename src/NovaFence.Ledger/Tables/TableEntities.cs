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
    public static TableTransactionAction Schema(string partition, SchemaNumbers numbers) =>
        new(TableTransactionActionType.Add, new TableEntity(partition, TableKeys.Schema)
        {
            [Kind] = "schema",
            [Name] = "schema",
            [Summary] = FormattableString.Invariant($"written by edition {numbers.Written}, readable from edition {numbers.ReadableFrom} on"),
            [Json] = numbers.ToJson(),
        });

    /// <summary>What a row holds, under another key that must not be there yet.</summary>
    public static TableTransactionAction Copy(string partition, TableEntity row, string key) => Write(
        partition, new RowWrite(key, JsonOf(row), ExpectedVersion: null, row.TryGetValue(Summary, out var text) ? text as string ?? "" : ""));

    /// <exception cref="FormatException">Somebody else wrote this.</exception>
    public static string JsonOf(TableEntity entity) => Text(entity, Json);

    /// <exception cref="FormatException">Somebody else wrote this.</exception>
    public static LedgerRow Row(TableEntity entity) =>
        new(KeyText.Decode(Text(entity, Name)), Text(entity, Json), entity.ETag.ToString());

    /// <exception cref="FormatException">Somebody else wrote this.</exception>
    public static LedgerEvent Event(TableEntity entity) => new(
        KeyText.Decode(Text(entity, Name)),
        DateTimeOffset.ParseExact(Text(entity, At), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        KeyText.Decode(Text(entity, Id)),
        Text(entity, Json));

    /// <summary>Whether a version can be one of a table's rows. One that cannot, such as <c>*</c>, must not reach it as a condition.</summary>
    public static bool IsVersion(string version) =>
        version.StartsWith("W/\"", StringComparison.Ordinal) && version.EndsWith('"') && !version.Any(char.IsControl);

    private static string Text(TableEntity entity, string column) =>
        entity.TryGetValue(column, out var value) && value is string text
            ? text
            : throw new FormatException($"The row {entity.RowKey} of the ledger's table has no text in its column {column}.");
}
