using NovaFence.Core.Cloud;
using NovaFence.Simulation.Instances;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Outside;

/// <summary>The one cloud of a history: a PUT takes effect when it arrives, whoever still waits for the reply.</summary>
internal sealed class SimulatedCloud
{
    private readonly World _world;

    internal SimulatedCloud(World world, int hosts)
    {
        _world = world;
        Faults = new Armed<CloudFault>(world.Clock);
        for (var number = 1; number <= hosts; number++)
        {
            // Each reports at its own moment of the ten seconds, or of the minute.
            var born = world.Clock.Start - TimeSpan.FromMilliseconds(3_700 * number);
            Register($"compute{number}", new Guid(number, 0, 0, new byte[8]).ToString(), born);
        }
    }

    internal List<CloudHost> Hosts { get; } = [];

    internal List<Put> Puts { get; } = [];

    /// <summary>Every listing that was asked for.</summary>
    internal List<Look> Looks { get; } = [];

    /// <summary>Every question for evacuations that Nova answered.</summary>
    internal List<Question> Questions { get; } = [];

    internal Armed<CloudFault> Faults { get; }

    /// <summary>A nova-compute starts under a name that Nova did not know.</summary>
    internal void Register(string name, string id, DateTimeOffset now)
    {
        if (!Hosts.Exists(host => host.Name == name))
            Hosts.Add(new CloudHost(name, id, now, TimeSpan.FromSeconds(_world.History.ReportsSlowly ? 60 : 10), Machine.Of(_world, name, Hosts.Count + 1)));
    }

    internal CloudHost Named(string name) => Hosts.Find(host => host.Name == name)!;

    internal Task<CloudListing> ListAsync(Instance by, CancellationToken cancellationToken)
    {
        var look = new Look(_world.NextNumber(), _world.Clock.Now, by);
        Looks.Add(look);
        var answer = new Answer<CloudListing>(cancellationToken);
        var fails = Faults.IsAway(by.Slot) || Faults.Take(fault => fault == CloudFault.ListingFails).Fault is not null;
        _world.Soon(() =>
        {
            List<ComputeService>? services = fails ? null : [.. Hosts.Where(host => host.IsListed).SelectMany(Rows)];
            CloudListing listing = services is null
                ? new CloudListing.Unavailable("Nova did not answer")
                : new CloudListing.Listed(services) { ClockAhead = _world.History.KnowsCloudsClock ? _world.History.CloudAhead - by.Ahead : null };
            _world.Tell($"{by} lists: {(services is null ? "nothing" : Words(services))}");
            _world.Soon(() =>
            {
                look.Answer(_world.NextNumber(), _world.Clock.Now, services);
                answer.Give(listing);
            });
        });
        return answer.Task;
    }

    internal Task<EvacuationCount> CountAsync(Instance by, ComputeHost host, CancellationToken cancellationToken)
    {
        var answer = new Answer<EvacuationCount>(cancellationToken);
        var fails = Faults.IsAway(by.Slot) || Faults.Take(fault => fault == CloudFault.CountFails).Fault is not null;
        _world.Soon(() =>
        {
            EvacuationCount count = fails ? new EvacuationCount.Unavailable("Nova did not answer") : new EvacuationCount.Known(Named(host.Name).IsBeingEvacuated ? 1 : 0);
            if (!fails)
                Questions.Add(new Question(_world.NextNumber(), _world.Clock.Now, by, host.Name));
            _world.Tell($"{by} asks for evacuations from {host.Name}: {count}");
            _world.Soon(() => answer.Give(count));
        });
        return answer.Task;
    }

    internal Task<ForceDownReply> PutAsync(Instance by, ComputeHost host, bool down, StatusChange status, CancellationToken cancellationToken)
    {
        var found = Named(host.Name);
        var put = new Put(_world.NextNumber(), _world.Clock.Now, by, host, down, status)
        {
            FoundDown = found.ForcedDown,
            DisabledByOthersAt = found.DisabledByOthersAt,
            OthersDown = [.. Hosts.Where(other => other is { IsListed: true, ForcedDown: true, ForcedByOthers: true, Disabled: false } && other != found).Select(other => other.Name)],
        };
        Puts.Add(put);
        var answer = new Answer<ForceDownReply>(cancellationToken, () =>
        {
            _world.Tell($"{by} stops waiting for {Word(put)}");
            return put.Reply ??= Lost("the caller stopped waiting");
        });
        var (fault, time) = Faults.IsAway(by.Slot) ? (CloudFault.Unreachable, default) : Faults.Take(any => any is not (CloudFault.ListingFails or CloudFault.CountFails));
        _world.Tell($"{by} sends {Word(put)}{(fault is not null ? $" ({fault} {time.TotalSeconds:0.###} s)" : "")}");
        switch (fault)
        {
            case CloudFault.Unreachable:
                Answered(put, answer, new ForceDownReply { Status = ForceDownStatus.Unavailable, Message = "no connection" });
                break;
            case CloudFault.NeverArrives:
                Answered(put, answer, Lost("the connection broke"));
                break;
            case CloudFault.LostReply:
                _world.Soon(() =>
                {
                    Arrive(put);
                    Answered(put, answer, Lost("the connection broke"));
                });
                break;
            case CloudFault.Late:
                _world.Clock.In(time, () => Arrive(put));
                Answered(put, answer, Lost("the connection broke"));
                break;
            case CloudFault.Slow:
                _world.Clock.In(time, () => Answered(put, answer, Arrive(put)));
                break;
            case CloudFault.Refused:
                Answered(put, answer, new ForceDownReply { Status = ForceDownStatus.Refused, Message = "409" });
                break;
            case CloudFault.NotPermitted:
                Answered(put, answer, new ForceDownReply { Status = ForceDownStatus.NotPermitted, Message = "403" });
                break;
            default:
                _world.Soon(() => Answered(put, answer, Arrive(put)));
                break;
        }

        return answer.Task;
    }

    private static ForceDownReply Lost(string why) => new() { Status = ForceDownStatus.Unavailable, Message = why, MayHaveReachedNova = true };

    private static string Word(Put put) => $"PUT {put.Host.Name} {(put.Down ? "down" : "up")}{(put.Status == StatusChange.Keep ? "" : $", {put.Status}")}";

    private static string Words(List<ComputeService> services) =>
        string.Join(", ", services.Select(service => $"{service.Host.Name} {(service.ForcedDown == true ? "forced down" : service.State.ToString())} {service.UpdatedAt:HH:mm:ss}{(service.Disabled == true ? " disabled" : "")}"));

    /// <summary>Its row, and that of one that has its name: which of them comes first rests on their cells.</summary>
    private IEnumerable<ComputeService> Rows(CloudHost host)
    {
        if (host.Namesake is not { } namesake)
            return [Row(host)];
        var other = new ComputeService { Host = new ComputeHost(host.Name, namesake), State = ServiceState.Up, ForcedDown = false, UpdatedAt = host.UpdatedAt(_world.Clock.Now, _world.History.CloudAhead), Disabled = false };
        return _world.History.Seed % 64 < 32 ? [Row(host), other] : [other, Row(host)];
    }

    private ComputeService Row(CloudHost host) => new()
    {
        Host = new ComputeHost(host.Name, host.ServiceId),
        State = host.State(_world.Clock.Now),
        ForcedDown = host.CellIsDown ? null : host.ForcedDown,
        UpdatedAt = host.CellIsDown ? null : host.UpdatedAt(_world.Clock.Now, _world.History.CloudAhead),
        Disabled = host.CellIsDown ? null : host.Disabled,
        DisabledReason = host.CellIsDown ? null : host.DisabledReason,
    };

    private void Answered(Put put, Answer<ForceDownReply> answer, ForceDownReply reply) => _world.Soon(() =>
    {
        if (put.Reply is not null || !put.By.IsAlive)
            return;
        put.Reply = reply;
        answer.Give(reply);
    });

    private ForceDownReply Arrive(Put put)
    {
        var host = Named(put.Host.Name);
        ForceDownReply reply;
        if (!host.IsListed || host.ServiceId != put.Host.ServiceId)
        {
            reply = new ForceDownReply { Status = ForceDownStatus.UnknownHost, Message = "404" };
        }
        else if (!put.Down && host is { NeedsRestart: true, ForcedDown: true })
        {
            reply = new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "400" };
        }
        else
        {
            put.Changed = host.ForcedDown != put.Down;
            host.ForcedByOthers &= put.Down && host.ForcedDown;
            host.Set(put.Down, _world.Clock.Now);
            if (put.Status != StatusChange.Keep)
            {
                host.Write(put.Status == StatusChange.Disable, put.Status == StatusChange.Disable ? ComputeService.OurReason : null, _world.Clock.Now);
                host.DisabledByOthersAt = null;
            }

            reply = new ForceDownReply { Status = ForceDownStatus.Done, RequestId = "req" };
        }

        _world.Tell($"Nova takes {Word(put)} of {put.By}: {reply.Status}");
        return reply;
    }
}
