namespace NovaFence.Ledger.Tables;

/// <summary><c>NovaFence:Ledger:Tables</c>.</summary>
public sealed class TablesOptions
{
    /// <summary>
    /// A storage account's connection string, with a key or a SAS; <c>UseDevelopmentStorage=true</c> is Azurite on its usual port. A
    /// secret: it appears in no log and no answer.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The account's table endpoint, <c>https://NAME.table.core.windows.net</c>, used with an identity that has the role
    /// <i>Storage Table Data Contributor</i>. Without <see cref="ClientId"/> that is whatever DefaultAzureCredential finds: the
    /// system-assigned identity in Azure, the developer's login elsewhere.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>The client id of a user-assigned managed identity. Only with <see cref="Endpoint"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// The table, made at start where missing. Letters and digits, 3 to 63, no digit first; default <c>NovaFence</c>.
    /// </summary>
    public string TableName { get; set; } = "NovaFence";
}
