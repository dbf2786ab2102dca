using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Cloud;
using NovaFence.Core.Ledger;

namespace NovaFence.Server.Tests.Limits;

/// <summary>The real ledger and the real cloud, and for a while no memory for what a test says.</summary>
internal sealed class ScarceMemory
{
    private volatile string? _full;
    private int _met;

    /// <summary>How often there was none.</summary>
    public int Met => Volatile.Read(ref _met);

    /// <summary>From now on there is none for this: commits, readings, listings, PUTs or all.</summary>
    public void Fill(string what) => _full = what;

    /// <summary>There is enough again.</summary>
    public void Free() => _full = null;

    /// <summary>Puts it in the place of both.</summary>
    public void Replace(IServiceCollection services)
    {
        var ledger = services.Last(service => service.ServiceType == typeof(ILedger)).ImplementationFactory!;
        services.AddSingleton<ILedger>(provider => new Ledger((ILedger)ledger(provider), this));
        var cloud = services.Last(service => service.ServiceType == typeof(ICloud)).ImplementationType!;
        services.AddSingleton<ICloud>(provider => new Cloud((ICloud)ActivatorUtilities.CreateInstance(provider, cloud), this));
    }

    private void Take(string what)
    {
        if (_full != what && _full != "all")
            return;
        Interlocked.Increment(ref _met);
        throw Scarce.Memory();
    }

    private sealed class Ledger(ILedger inner, ScarceMemory memory) : ILedger
    {
        public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

        public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken)
        {
            memory.Take("readings");
            return await inner.ReadAllAsync(cancellationToken);
        }

        public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        {
            memory.Take("readings");
            return await inner.ReadAsync(keys, cancellationToken);
        }

        public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
        {
            memory.Take("commits");
            return await inner.CommitAsync(commit, cancellationToken);
        }

        public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken) => inner.ReadEventsAsync(host, limit, cancellationToken);

        public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.RemoveEventsAsync(before, limit, cancellationToken);
    }

    private sealed class Cloud(ICloud inner, ScarceMemory memory) : ICloud
    {
        public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
        {
            memory.Take("listings");
            return await inner.ListComputeServicesAsync(cancellationToken);
        }

        public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken)
        {
            memory.Take("PUTs");
            return await inner.SetForcedDownAsync(host, forcedDown, status, cancellationToken);
        }

        public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) => inner.ReadinessAsync(cancellationToken);
    }
}
