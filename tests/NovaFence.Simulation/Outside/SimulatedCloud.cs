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
            // Each reports at its own moment of the ten seconds.
            var born = world.Clock.Start - TimeSpan.FromMilliseconds(3_700 * number);
            Hosts.Add(new CloudHost($"compute{number}", new Guid(number, 0, 0, new byte[8]).ToString(), born));
        }
    }

    internal List<CloudHost> Hosts { get; } = [];

    internal List<Put> Puts { get; } = [];

    /// <summary>Every question for evacuations that Nova answered.</summary>
    internal List<Question> Questions { get; } = [];

    internal Armed<CloudFault> Faults { get; }

    internal CloudHost Named(string name) => Hosts.Find(host => host.Name == name)!;

    internal Task<CloudListing> ListAsync(Instance by, CancellationToken cancellationToken)
    {
        var answer = new Answer<CloudListing>(cancellationToken);
        var fails = Faults.IsAway(by.Slot) || Faults.Take(fault => fault == CloudFault.ListingFails).Fault is not null;
        _world.Soon(() =>
        {
            CloudListing listing = fails ? new CloudListing.Unavailable("Nova did not answer") : new CloudListing.Listed([.. Hosts.Select(Row)]);
            _world.Tell($"{by} lists: {(fails ? "nothing" : string.Join(' ', Hosts.Where(host => host.ForcedDown).Select(host => host.Name)))}");
            _world.Soon(() => answer.Give(listing));
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

    internal Task<ForceDownReply> PutAsync(Instance by, ComputeHost host, bool down, CancellationToken cancellationToken)
    {
        var put = new Put(_world.NextNumber(), _world.Clock.Now, by, host, down) { FoundDown = Named(host.Name).ForcedDown };
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

    private static string Word(Put put) => $"PUT {put.Host.Name} {(put.Down ? "down" : "up")}";

    private ComputeService Row(CloudHost host) => new()
    {
        Host = new ComputeHost(host.Name, host.ServiceId),
        State = host.CellIsDown ? ServiceState.Unknown : host.ForcedDown ? ServiceState.Down : ServiceState.Up,
        ForcedDown = host.CellIsDown ? null : host.ForcedDown,
        UpdatedAt = host.CellIsDown ? null : host.UpdatedAt(_world.Clock.Now),
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
        if (host.ServiceId != put.Host.ServiceId)
        {
            reply = new ForceDownReply { Status = ForceDownStatus.UnknownHost, Message = "404" };
        }
        else if (!put.Down && host is { NeedsRestart: true, ForcedDown: true })
        {
            reply = new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "400" };
        }
        else
        {
            host.Set(put.Down, _world.Clock.Now);
            reply = new ForceDownReply { Status = ForceDownStatus.Done, RequestId = "req" };
        }

        _world.Tell($"Nova takes {Word(put)} of {put.By}: {reply.Status}");
        return reply;
    }
}
