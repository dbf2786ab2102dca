using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;
using NovaFence.Hosting;
using NovaFence.Ledger;
using NovaFence.Server.Commands;

namespace NovaFence.Server.Checking;

/// <summary>
/// What this edition refuses of a configuration of the first one, or fences less. Reads the configuration, the ledger and Nova's list of services, and
/// changes nothing: the first edition may run beside it.
/// </summary>
internal static class UpgradeCheck
{
    private const string FirstEditionsLabels = "hypervisor, compute_host, nodename, host, hostname, instance";

    internal static async Task<IReadOnlyList<CheckLine>> LinesAsync(IConfigurationRoot configured, CancellationToken cancellationToken)
    {
        // What cannot be read is named with the rest of what is refused.
        var options = configured.ReadNovaFenceOptions<NovaFenceOptions>(NovaFenceOptions.Section);
        var routes = new UpgradedRoutes(options.Routes);
        // Not by AddConfiguration, which passes over an empty text.
        var completed = new ConfigurationRoot([.. configured.Providers, new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = routes.Missing })]);
        return [.. Refused(completed), .. routes.Lines, Labels(options.Hosts), .. await OfLedgerAsync(completed, options.Budget, routes.Known, cancellationToken)];
    }

    /// <summary>What would be refused even with the names and matchers that the routes lack.</summary>
    private static IReadOnlyList<CheckLine> Refused(IConfiguration completed)
    {
        try
        {
            using var host = DirectCommand.Compose(completed, LedgerAccess.ReadOnly);
            return [CheckLine.Ok(CheckCommand.Configuration, "Every key is understood.")];
        }
        catch (Exception wrong) when (RefusedStart.WrongKeys(wrong) is { } failures)
        {
            return CheckCommand.Wrong(failures);
        }
    }

    private static CheckLine Labels(HostsOptions hosts)
    {
        const string name = "host labels";
        var names = hosts.Domains.Count > 0
            ? $"full and short names meet in {string.Join(", ", hosts.Domains)}"
            : "compute1.example.org and compute1 are different hosts now, unless NovaFence:Hosts:Domains has example.org";
        return hosts.Labels.Count > 0
            ? CheckLine.Ok(name, $"The host is named by {string.Join(", where that is absent ", hosts.Labels)}; {names}.")
            : CheckLine.Warning(
                name,
                $"NovaFence:Hosts:Labels is not written. The first edition looked at {FirstEditionsLabels}; without it this edition looks at the label host alone, and alerts that name their host elsewhere are held; {names}.",
                "Write the label of your alerts that holds Nova's host name: \"Hosts\": { \"Labels\": [\"host\"] } (NovaFence__Hosts__Labels__0=host).");
    }

    /// <summary>The ledger, the routes that its records name, and the places, by themselves: none of them needs routes that are right.</summary>
    private static async Task<IReadOnlyList<CheckLine>> OfLedgerAsync(IConfiguration completed, BudgetOptions budget, IReadOnlySet<string> routes, CancellationToken cancellationToken)
    {
        try
        {
            await using var stores = UpgradeStores.Compose(completed);
            return await stores.LinesAsync(budget, routes, cancellationToken);
        }
        catch (OptionsValidationException)
        {
            // Each of its failures is a line of the configuration already.
            return [];
        }
    }
}
