using Azure;
using Azure.Data.Tables;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tables;

/// <summary>A commit on its way to the table.</summary>
internal static class TableSubmission
{
    /// <summary>Sends it, and gives the versions of what was written.</summary>
    /// <exception cref="RequestFailedException">The store refused it, or answered what no table does.</exception>
    public static async Task<CommitResult> SubmitAsync(TableClient table, string partition, LedgerCommit commit, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions =
        [
            .. commit.Writes.Select(write => TableEntities.Write(partition, write)),
            .. commit.Events.Select(entry => TableEntities.Append(partition, entry)),
        ];
        var answers = actions is [var only]
            ? [await SendAsync(table, only, cancellationToken)]
            : (await table.SubmitTransactionAsync(actions, cancellationToken)).Value;

        // The SDK takes a 404 to a single delete for done.
        return answers.FirstOrDefault(answer => answer.Status >= 400) is { } refused
            ? throw new RequestFailedException(refused)
            : new CommitResult.Committed(Versions(commit.Writes, answers));
    }

    /// <summary>A single operation without the wrapping of a transaction: smaller, and a round trip all the same.</summary>
    private static Task<Response> SendAsync(TableClient table, TableTransactionAction action, CancellationToken cancellationToken) => action.ActionType switch
    {
        TableTransactionActionType.Add => table.AddEntityAsync(action.Entity, cancellationToken),
        TableTransactionActionType.Delete => table.DeleteEntityAsync(
            action.Entity.PartitionKey, action.Entity.RowKey, action.ETag, cancellationToken),
        _ => table.UpdateEntityAsync(action.Entity, action.ETag, TableUpdateMode.Replace, cancellationToken),
    };

    private static Dictionary<string, string> Versions(IReadOnlyList<RowWrite> writes, IReadOnlyList<Response> answers) =>
        writes.Zip(answers)
            .Where(pair => pair.First.Json is not null)
            .ToDictionary(pair => pair.First.Key, pair => VersionIn(pair.Second), StringComparer.Ordinal);

    /// <exception cref="RequestFailedException">The answer says what no table says: that the row is written, and not which version it has.</exception>
    private static string VersionIn(Response answer) => answer.Headers.ETag?.ToString() ?? throw new RequestFailedException(answer);
}
