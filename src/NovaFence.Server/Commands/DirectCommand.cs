using Microsoft.Extensions.Options;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Hosting;
using NovaFence.Ledger;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary>Runs a command directly on the cloud and the ledger, without a server.</summary>
internal static class DirectCommand
{
    /// <summary>Composes NovaFence from the configuration, opens the ledger, and runs the command.</summary>
    /// <param name="config">The file of the configuration; null for the environment alone.</param>
    /// <param name="needsRoutes">Whether it decides about alerts.</param>
    /// <param name="run">The command.</param>
    /// <param name="cancellationToken">The command's.</param>
    /// <param name="makesLedger">Whether it makes a ledger where there is none: it has a use without a server, before the first one is started.</param>
    internal static Task<int> RunAsync(FileInfo? config, bool needsRoutes, Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken, bool makesLedger = false) =>
        RunUnopenedAsync(
            config,
            needsRoutes,
            async (services, stop) => await services.GetRequiredService<IOpening>().OpenAsync(stop) is { } missing ? await RefuseAsync(missing) : await run(services, stop),
            cancellationToken,
            makesLedger);

    /// <summary>The same, and the command itself asks for the fleet and the ledger to be learned.</summary>
    internal static async Task<int> RunUnopenedAsync(FileInfo? config, bool needsRoutes, Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken, bool makesLedger = false)
    {
        if (config is not null)
            PrintedCommands.AreFor(null, null, config);
        using var host = Compose(config, needsRoutes: needsRoutes);
        var used = host.Services.GetRequiredService<UsedStores>();
        switch (await MissingLedgerAsync(host.Services, cancellationToken))
        {
            case LedgerResult<MissingLedger?>.Ok { Value: { } missing } when makesLedger && !missing.IsOfThisFolder:
                Screen.WriteWrapped($"novafence: {missing.What}, and one is made. A server that runs already uses another one: then set {missing.Key}", Screen.Hang, toError: true);
                break;
            case LedgerResult<MissingLedger?>.Ok { Value: { } missing }:
                return await RefuseAsync(missing.ToDo);
            case LedgerResult<MissingLedger?>.Unavailable hidden:
                return await RefuseAsync($"the ledger: {hidden.Why}");
        }

        // Before anything is made: a partition that is made at once would hold rows.
        if (await used.DescribeAsync(cancellationToken) is LedgerResult<LedgerDescription>.Ok { Value: var before } && EmptyPartition(before) is { } refusal)
            return await RefuseAsync(refusal);
        switch (await InitializeAsync(host.Services, used, cancellationToken))
        {
            case LedgerResult<LedgerDescription>.Ok { Value: var found }:
                Screen.WriteWrapped($"novafence: {used.Line(found)}", Screen.Hang, toError: true);
                return await run(host.Services, cancellationToken);
            case LedgerResult<LedgerDescription>.Unavailable unavailable:
                return await RefuseAsync($"the ledger: {unavailable.Why}");
            default:
                throw new InvalidOperationException("a result of no known kind");
        }
    }

    internal static Task<int> RefuseAsync(string why)
    {
        Screen.WriteWrapped($"novafence: {why}", Screen.Hang, toError: true);
        return Task.FromResult(ExitCode.Failed);
    }

    /// <summary>NovaFence as it is configured. Wrong configuration throws, as it does for the server.</summary>
    internal static IHost Compose(FileInfo? config, LedgerAccess access = LedgerAccess.ReadAndWrite, bool needsRoutes = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        ConfigurationFiles.Use(builder.Configuration, config);
        builder.Services.AddSingleton(new RoutesNeed(needsRoutes));
        return Build(builder, builder.Configuration, access);
    }

    /// <summary>The same with a configuration that is there already.</summary>
    internal static IHost Compose(IConfiguration configured, LedgerAccess access) =>
        Build(Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true }), configured, access);

    /// <summary>What is configured for a command, by itself.</summary>
    internal static IConfigurationRoot Configured(FileInfo? config)
    {
        var builder = new ConfigurationBuilder();
        ConfigurationFiles.Use(builder, config);
        return builder.Build();
    }

    private static IHost Build(HostApplicationBuilder builder, IConfiguration configured, LedgerAccess access)
    {
        builder.Services.AddQuietLogging();
        builder.Services.AddNovaFence(configured, access: access);
        var host = builder.Build();

        // The hosted services stay off: no timer and no keeping warm for one call. Their validation is asked for here.
        host.Services.ValidateNovaFence();
        return host;
    }

    private static async Task<LedgerResult<LedgerDescription>> InitializeAsync(IServiceProvider services, UsedStores used, CancellationToken cancellationToken) =>
        await services.GetRequiredService<ILedger>().InitializeAsync(cancellationToken) is LedgerResult<bool>.Unavailable unavailable
            ? new LedgerResult<LedgerDescription>.Unavailable(unavailable.Why)
            : await used.DescribeAsync(cancellationToken);

    /// <summary>Whether there is a ledger where one is configured; null where there is.</summary>
    internal static async Task<LedgerResult<MissingLedger?>> MissingLedgerAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var ledger = services.GetRequiredService<ILedgerDescription>();
        switch (await ledger.IsThereAsync(cancellationToken))
        {
            case LedgerResult<bool>.Unavailable { Why: var why }:
                return new LedgerResult<MissingLedger?>.Unavailable(why);
            case LedgerResult<bool>.Ok { Value: true }:
                return new LedgerResult<MissingLedger?>.Ok(null);
        }

        var options = services.GetRequiredService<IOptions<LedgerOptions>>().Value;
        return new LedgerResult<MissingLedger?>.Ok(string.IsNullOrWhiteSpace(options.Sqlite.Path) ? MissingLedger.Table(ledger.Place) : MissingLedger.File(options.Sqlite.Path));
    }

    /// <summary>Why a partition that is written down and empty is not used: a misspelt name is an empty ledger, and everything in it is up.</summary>
    internal static string? EmptyPartition(LedgerDescription found) => found is { Choice: PartitionChoice.Configured, PartitionHasRows: false }
        ? $"the partition {found.Partition} of {found.Place} holds no rows{(found.OtherPartitions.Count == 0 ? "" : $"; these do: {string.Join(", ", found.OtherPartitions)}")}. "
            + $"Set {LedgerOptions.Section}:{nameof(LedgerOptions.Partition)} to the one that the server uses, or start the server first where this cloud is new to it"
        : null;
}
