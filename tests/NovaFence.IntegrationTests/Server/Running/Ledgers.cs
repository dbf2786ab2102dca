using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;

namespace NovaFence.Server.Tests.Running;

/// <summary>Makes ledgers, as a server does at its first start.</summary>
internal static class Ledgers
{
    public static async Task MakeAsync(string path)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("NovaFence:Ledger:Sqlite:Path", path)]).Build();
        await using var services = new ServiceCollection().AddNovaFenceLedger(configuration).BuildServiceProvider();
        (await services.GetRequiredService<ILedger>().InitializeAsync(TestContext.Current.CancellationToken)).Should().BeOfType<LedgerResult<bool>.Ok>();
    }
}
