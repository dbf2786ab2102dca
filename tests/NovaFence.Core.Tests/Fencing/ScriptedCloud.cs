using NovaFence.Core.Cloud;

namespace NovaFence.Core.Tests.Fencing;

/// <summary>A cloud of some hosts that does as it is told and remembers what it was sent. What Nova really does, the contract tests prove.</summary>
internal sealed class ScriptedCloud : ICloud, IEvacuations
{
    private readonly Lock _gate = new();
    private readonly List<(string Host, bool Down)> _puts = [];
    private readonly HashSet<string> _down = [];
    private readonly List<StatusChange> _statuses = [];

    /// <summary>What the PUTs said of the service's status.</summary>
    internal IReadOnlyList<StatusChange> Statuses => _statuses;

    /// <summary>The <c>disabled_reason</c> of hosts that are disabled.</summary>
    internal Dictionary<string, string> DisabledReasons { get; } = [];

    /// <summary>A host is forced down, by somebody else or by a PUT whose reply was lost.</summary>
    internal void ForceDownBehindOurBack(string host)
    {
        lock (_gate)
            _down.Add(host);
    }

    /// <summary>Somebody else unsets a host.</summary>
    internal void UnsetBehindOurBack(string host)
    {
        lock (_gate)
            _down.Remove(host);
    }

    internal IReadOnlyList<(string Host, bool Down)> Puts
    {
        get
        {
            lock (_gate)
                return [.. _puts];
        }
    }

    /// <summary>When each nova-compute last reported; a host that is not named never did.</summary>
    internal Dictionary<string, DateTimeOffset> UpdatedAt { get; } = [];

    /// <summary>What it says of the evacuations from a host.</summary>
    internal EvacuationCount Evacuations { get; set; } = new EvacuationCount.Known(0);

    public Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken) => Task.FromResult(Evacuations);

    /// <summary>How many hosts there are.</summary>
    internal int Hosts { get; set; } = 20;

    /// <summary>Its rows say neither up nor down.</summary>
    internal bool CellIsDown { get; set; }

    /// <summary>Listings fail.</summary>
    internal bool ListsNothing { get; set; }

    /// <summary>What is answered instead of what is done; null does it.</summary>
    internal Func<bool, ForceDownReply?> Refuses { get; set; } = _ => null;

    /// <summary>What happens while a PUT is under way.</summary>
    internal Func<ComputeHost, bool, Task> DuringPut { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Somebody else's PUT, or one that arrives late.</summary>
    internal void ForceDown(string host)
    {
        lock (_gate)
            _down.Add(host);
    }

    public Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
    {
        if (ListsNothing)
            return Task.FromResult<CloudListing>(new CloudListing.Unavailable("Nova did not answer"));
        lock (_gate)
        {
            return Task.FromResult<CloudListing>(new CloudListing.Listed([.. Enumerable.Range(1, Hosts).Select(number => new ComputeService
            {
                Host = new ComputeHost($"compute{number}", new Guid(number, 0, 0, new byte[8]).ToString()),
                State = ServiceState.Up,
                ForcedDown = CellIsDown ? null : _down.Contains($"compute{number}"),
                Disabled = DisabledReasons.ContainsKey($"compute{number}"),
                DisabledReason = DisabledReasons.GetValueOrDefault($"compute{number}"),
                UpdatedAt = UpdatedAt.TryGetValue($"compute{number}", out var at) ? at : null,
            })]));
        }
    }

    public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _puts.Add((host.Name, forcedDown));
            _statuses.Add(status);
        }

        await DuringPut(host, forcedDown);
        if (Refuses(forcedDown) is { } refusal)
            return refusal;
        lock (_gate)
        {
            if (forcedDown)
                _down.Add(host.Name);
            else
                _down.Remove(host.Name);
        }

        return new ForceDownReply { Status = ForceDownStatus.Done, RequestId = "req-1" };
    }

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new CloudReadiness(true, null, new Dictionary<string, string>()));
}
