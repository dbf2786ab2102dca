using NovaFence.Core.Cloud;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>
/// A cloud of some hosts that does as it is told and remembers what it was sent. <c>compute1</c> to <c>compute9</c> died an hour ago, the others report
/// every ten seconds. As in Nova, every write moves <c>updated_at</c>, and a host is up while its last report, which no other write is, is younger than a
/// minute. What Nova really does, the contract tests prove.
/// </summary>
internal sealed class ScriptedCloud(TestClock clock) : ICloud, IEvacuations, ICloudCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly DateTimeOffset _beginning = clock.GetUtcNow();
    private readonly List<(string Host, bool Down)> _puts = [];
    private readonly List<DateTimeOffset> _listings = [];
    private readonly HashSet<string> _down = [];
    private readonly HashSet<string> _alive = [.. Enumerable.Range(10, 91).Select(number => $"compute{number}")];
    private readonly Dictionary<string, DateTimeOffset> _written = [];
    private readonly Dictionary<string, DateTimeOffset> _reported = [];
    private readonly Dictionary<string, DateTimeOffset> _registered = [];
    private readonly List<StatusChange> _statuses = [];

    /// <summary>So long a request takes.</summary>
    internal static TimeSpan Takes { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Nova's <c>service_down_time</c>; a cloud whose nova-compute reports every minute sets it higher.</summary>
    internal TimeSpan ServiceDownTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What the PUTs said of the service's status.</summary>
    internal IReadOnlyList<StatusChange> Statuses => _statuses;

    /// <summary>The <c>disabled_reason</c> of hosts that are disabled.</summary>
    internal Dictionary<string, string> DisabledReasons { get; } = [];

    /// <summary>The PUTs.</summary>
    internal IReadOnlyList<(string Host, bool Down)> Puts
    {
        get
        {
            lock (_gate)
                return [.. _puts];
        }
    }

    /// <summary>When each listing began.</summary>
    internal IReadOnlyList<DateTimeOffset> Listings
    {
        get
        {
            lock (_gate)
                return [.. _listings];
        }
    }

    /// <summary>What it says of the evacuations from a host.</summary>
    internal EvacuationCount Evacuations { get; set; } = new EvacuationCount.Known(0);

    /// <summary>How many hosts there are.</summary>
    internal int Hosts { get; set; } = 20;

    /// <summary>Which registration of its services this is: another one has other UUIDs.</summary>
    internal int Registration { get; set; }

    /// <summary>What its hosts are called, before their number.</summary>
    internal string Name { get; set; } = "compute";

    /// <summary>Whether its services have UUIDs, as from microversion 2.53.</summary>
    internal bool HasIds { get; set; } = true;

    /// <summary>The UUIDs of services that have others than by their number.</summary>
    internal Dictionary<string, string> Ids { get; } = [];

    /// <summary>Hosts that are called otherwise by now: their services are registered under another name.</summary>
    internal Dictionary<string, string> Renamed { get; } = [];

    /// <summary>Hosts that it does not list.</summary>
    internal HashSet<string> Gone { get; } = [];

    /// <summary>Hosts of which it lists two services.</summary>
    internal HashSet<string> Twice { get; } = [];

    /// <summary>Its rows say neither forced down nor free.</summary>
    internal bool CellIsDown { get; set; }

    /// <summary>Listings fail.</summary>
    internal bool ListsNothing { get; set; }

    /// <summary>Its policy does not let this user list.</summary>
    internal bool ForbidsListing { get; set; }

    /// <summary>What happens while evacuations are asked for.</summary>
    internal Func<Task> DuringQuestion { get; set; } = () => Task.CompletedTask;

    /// <summary>How far its clock is ahead, by what the token says; null where it is not known.</summary>
    internal TimeSpan? ClockAhead { get; set; }

    /// <summary>What happens while a listing is under way.</summary>
    internal Func<CancellationToken, Task> DuringListing { get; set; } = _ => Task.CompletedTask;

    /// <summary>What is answered instead of what is done; null does it.</summary>
    internal Func<bool, ForceDownReply?> Refuses { get; set; } = _ => null;

    /// <summary>What happens while a PUT is under way.</summary>
    internal Func<ComputeHost, bool, Task> DuringPut { get; set; } = (_, _) => Task.CompletedTask;

    internal static ForceDownReply NoReply(bool mayHaveArrived) =>
        new() { Status = ForceDownStatus.Unavailable, Message = "the connection broke", MayHaveReachedNova = mayHaveArrived };

    /// <summary>Whether it has a host forced down.</summary>
    internal bool Has(string host)
    {
        lock (_gate)
            return _down.Contains(host);
    }

    /// <summary>A host is forced down, by another hand or by a PUT that arrives late.</summary>
    internal void ForceDown(string host) => Write(host, () => _down.Add(host));

    /// <summary>A host is unset, by another hand or by a PUT that arrives late.</summary>
    internal void Unset(string host) => Write(host, () => _down.Remove(host));

    /// <summary>A host dies: its last report is twenty seconds old.</summary>
    internal void Crash(string host)
    {
        lock (_gate)
        {
            _alive.Remove(host);
            _written[host] = _reported[host] = clock.Now - (Interval * 2);
        }
    }

    /// <summary>A host's service is registered now, and has not reported yet: Nova has it up by when its row was made.</summary>
    internal void Register(string host)
    {
        lock (_gate)
        {
            _alive.Remove(host);
            _written.Remove(host);
            _reported.Remove(host);
            _registered[host] = clock.Now;
        }
    }

    /// <summary>A host lives, and reports from now on.</summary>
    internal void Boot(string host)
    {
        lock (_gate)
            _alive.Add(host);
    }

    /// <summary>A host that does not live otherwise reports once.</summary>
    internal void Report(string host) => Write(host, () =>
    {
        _reported[host] = clock.Now;
        return true;
    });

    /// <summary>All hosts died an hour ago.</summary>
    internal void KillAll()
    {
        lock (_gate)
            _alive.Clear();
    }

    public async Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken)
    {
        await DuringQuestion().WaitAsync(cancellationToken);
        return Evacuations;
    }

    public async Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            _listings.Add(clock.Now);
        await DuringListing(cancellationToken);
        CloudListing listing;
        lock (_gate)
        {
            listing = ForbidsListing
                ? new CloudListing.Unavailable("Policy doesn't allow it.") { NotPermitted = true }
                : ListsNothing
                ? new CloudListing.Unavailable("Nova did not answer")
                : new CloudListing.Listed([.. Enumerable.Range(1, Hosts).SelectMany(Rows)]) { ClockAhead = ClockAhead };
        }

        clock.Advance(Takes);
        return listing;
    }

    public async Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _puts.Add((host.Name, forcedDown));
            _statuses.Add(status);
        }

        await DuringPut(host, forcedDown);
        clock.Advance(Takes);
        if (Refuses(forcedDown) is { } refusal)
            return refusal;
        Write(host.Name, () => forcedDown ? _down.Add(host.Name) : _down.Remove(host.Name));
        if (status == StatusChange.Disable)
            DisabledReasons[host.Name] = ComputeService.OurReason;
        else if (status == StatusChange.Enable)
            DisabledReasons.Remove(host.Name);
        return new ForceDownReply { Status = ForceDownStatus.Done, RequestId = "req-1" };
    }

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new CloudReadiness(true, null, new Dictionary<string, string>()));

    public Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CheckLine>>([ListsNothing ? CheckLine.Failed("cloud", "It does not answer.", "See to it.") : CheckLine.Ok("cloud", "It answers.")]);

    private void Write(string host, Func<bool> change)
    {
        lock (_gate)
        {
            change();
            _written[host] = clock.Now;
        }
    }

    private IEnumerable<ComputeService> Rows(int number)
    {
        var name = Renamed.GetValueOrDefault($"{Name}{number}") ?? $"{Name}{number}";
        if (Gone.Contains(name))
            yield break;
        var row = new ComputeService
        {
            Host = new ComputeHost(name, HasIds ? Ids.GetValueOrDefault(name) ?? new Guid(number, (short)Registration, 0, new byte[8]).ToString() : null),
            State = !_down.Contains(name) && clock.Now - ReportedAt(name) <= ServiceDownTime ? ServiceState.Up : ServiceState.Down,
            ForcedDown = CellIsDown ? null : _down.Contains(name),
            Disabled = DisabledReasons.ContainsKey(name),
            DisabledReason = DisabledReasons.GetValueOrDefault(name),
            UpdatedAt = UpdatedAt(name),
        };
        yield return row;
        if (Twice.Contains(name))
            yield return row with { Host = new ComputeHost(name, Guid.Empty.ToString()) };
    }

    private DateTimeOffset? UpdatedAt(string host)
    {
        if (_registered.ContainsKey(host) && !_alive.Contains(host) && !_written.ContainsKey(host) && !_reported.ContainsKey(host))
            return null;
        var (written, reported) = (_written.GetValueOrDefault(host), ReportedAt(host));
        return reported > written ? reported : written;
    }

    private DateTimeOffset ReportedAt(string host) => _alive.Contains(host)
        ? clock.Now - TimeSpan.FromTicks((clock.Now - _beginning).Ticks % Interval.Ticks)
        : _reported.TryGetValue(host, out var reported) || _registered.TryGetValue(host, out reported) ? reported : _beginning - TimeSpan.FromHours(1);
}
