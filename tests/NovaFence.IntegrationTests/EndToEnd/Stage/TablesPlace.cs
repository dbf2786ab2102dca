using Azure.Data.Tables;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Tables of the test's own on the Azurite that all tests share, behind a line that can be cut.</summary>
internal sealed class TablesPlace(AzuriteFixture azurite) : ILedgerPlace
{
    private readonly Relay _line = new(azurite.Port);
    private readonly string _table = "E2e" + Guid.NewGuid().ToString("N");

    /// <summary>A secret: it holds the account's key.</summary>
    public string ConnectionString => AzuriteFixture.ConnectionStringThrough(_line.Port);

    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        KeyValuePair.Create<string, string?>("NovaFence:Ledger:Tables:ConnectionString", ConnectionString),
        KeyValuePair.Create<string, string?>("NovaFence:Ledger:Tables:TableName", _table),
    ];

    public Task TakeAwayAsync()
    {
        _line.Mode = RelayMode.Cut;
        return Task.CompletedTask;
    }

    public Task BringBackAsync()
    {
        _line.Mode = RelayMode.Open;
        return Task.CompletedTask;
    }

    /// <summary>From now on it takes what is asked and answers nothing.</summary>
    public void Hang() => _line.Mode = RelayMode.Mute;

    /// <summary>What is asked for next is done, and nobody learns of it.</summary>
    public void LoseNextReply() => _line.Mode = RelayMode.LoseReply;

    public async Task<string> ReadWholeAsync()
    {
        List<string> lines = [];
        await foreach (var table in new TableServiceClient(azurite.ConnectionString).QueryAsync())
        {
            if (!table.Name.StartsWith(_table, StringComparison.Ordinal))
                continue;
            await foreach (var row in new TableClient(azurite.ConnectionString, table.Name).QueryAsync<TableEntity>())
                lines.Add(string.Join(' ', row.Select(property => property.Value)));
        }

        return string.Join('\n', lines);
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
