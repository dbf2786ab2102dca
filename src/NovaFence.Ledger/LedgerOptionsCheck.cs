using System.Text.RegularExpressions;
using Azure.Data.Tables;
using NovaFence.Core.Options;

namespace NovaFence.Ledger;

/// <summary>Says which keys are missing or wrong, and never what a secret one holds.</summary>
internal sealed partial class LedgerOptionsCheck : IOptionsCheck<LedgerOptions>
{
    private const string PathKey = $"{LedgerOptions.Section}:Sqlite:Path";
    private const string ConnectionStringKey = $"{LedgerOptions.Section}:Tables:ConnectionString";
    private const string EndpointKey = $"{LedgerOptions.Section}:Tables:Endpoint";
    private const string ClientIdKey = $"{LedgerOptions.Section}:Tables:ClientId";
    private const string TableNameKey = $"{LedgerOptions.Section}:Tables:TableName";
    private const string PartitionKey = $"{LedgerOptions.Section}:Partition";

    public IEnumerable<string> Problems(LedgerOptions options)
    {
        var chosen = Chosen(options);
        if (chosen.Count != 1)
        {
            var found = chosen.Count == 0 ? "none is" : string.Join(" and ", chosen) + " are";
            yield return $"{LedgerOptions.Section}: exactly one of {PathKey}, {ConnectionStringKey} and {EndpointKey} must be set; {found}.";
        }

        if (IsSet(options.Tables.ConnectionString) && !IsConnectionString(options.Tables.ConnectionString))
            yield return $"{ConnectionStringKey} is not the connection string of a storage account.";
        if (IsSet(options.Tables.Endpoint) && !IsEndpoint(options.Tables.Endpoint))
            yield return $"{EndpointKey} must be an https address without a query, such as https://NAME.table.core.windows.net.";
        if (IsSet(options.Tables.ClientId) && !IsSet(options.Tables.Endpoint))
            yield return $"{ClientIdKey} goes with {EndpointKey}, which is not set.";
        if (!TableName().IsMatch(options.Tables.TableName))
            yield return $"{TableNameKey} must be 3 to 63 letters and digits, no digit first.";
        if (options.Partition is { Length: > LedgerOptions.MaxPartitionLength })
            yield return $"{PartitionKey} must be at most {LedgerOptions.MaxPartitionLength} characters.";
    }

    private static List<string> Chosen(LedgerOptions options)
    {
        List<string> chosen = [];
        if (IsSet(options.Sqlite.Path))
            chosen.Add(PathKey);
        if (IsSet(options.Tables.ConnectionString))
            chosen.Add(ConnectionStringKey);
        if (IsSet(options.Tables.Endpoint))
            chosen.Add(EndpointKey);
        return chosen;
    }

    private static bool IsSet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? value) => !string.IsNullOrWhiteSpace(value);

    private static bool IsEndpoint(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var endpoint)
        && endpoint.Scheme == Uri.UriSchemeHttps
        && endpoint.Query.Length == 0
        && endpoint.UserInfo.Length == 0;

    /// <summary>The parser's own messages repeat parts of what they could not read, which may be the key: they go no further.</summary>
    private static bool IsConnectionString(string value)
    {
        try
        {
            _ = new TableServiceClient(value);
            return true;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    // https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#table-names
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]{2,62}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TableName();
}
