using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>Everybody else who does something to a host or in Nova, and the hosts themselves.</summary>
internal sealed class Others(World world)
{
    private const int FirstId = 100;
    private const string Maintenance = "maintenance";

    private int _registered;

    internal void Do(string name, Meddling what)
    {
        var (host, now) = (world.Cloud.Named(name), world.Clock.Now);
        world.Tell($"somebody else: {name} {what}");
        switch (what)
        {
            case Meddling.ForcesDown or Meddling.Unsets when !host.NeedsRestart:
                host.TouchedByOthers.Add(now);
                host.ForcedByOthers = what == Meddling.ForcesDown && (host.ForcedByOthers || !host.ForcedDown);
                host.Set(what == Meddling.ForcesDown, now);
                break;
            // A cloud of which no service is as it was is another cloud.
            case Meddling.RegistersAnew or Meddling.Vanishes or Meddling.IsRenamed when !world.Cloud.Hosts.Take(world.History.Hosts).Any(other => other != host && other is { WasAlwaysListed: true, WasRegisteredAnew: false }):
                break;
            case Meddling.RegistersAnew:
                host.TouchedByOthers.Add(now);
                host.RegisterAnew(NewId(), now);
                break;
            case Meddling.Evacuates:
                host.NeedsRestart = host.ForcedDown;
                break;
            case Meddling.Restarts:
                host.NeedsRestart = false;
                host.Heart.Start(now);
                host.Machine.Boot();
                break;
            case Meddling.CellGoesDown or Meddling.CellComesBack:
                host.CellIsDown = what == Meddling.CellGoesDown;
                break;
            case Meddling.ComputeDies:
                host.Heart.Stop(now);
                // Without a draw where nobody asks: the other histories are as they were before there were machines.
                if (world.History.Setup.HasPower)
                    host.Machine.Die();
                break;
            case Meddling.ComputeReports:
                host.Heart.Start(now);
                host.Machine.Boot();
                break;
            case Meddling.Disables:
                host.Write(disabled: true, Maintenance, now);
                host.DisabledByOthersAt = now;
                break;
            case Meddling.Enables:
                host.Write(disabled: false, null, now);
                if (host.DisabledByOthersAt is { } since)
                    host.WasDisabledByOthers.Add((since, now));
                host.DisabledByOthersAt = null;
                break;
            case Meddling.Vanishes:
                host.IsListed = false;
                host.Heart.Stop(now);
                break;
            case Meddling.IsRenamed when host.IsListed:
                host.IsListed = false;
                host.Heart.Stop(now);
                world.Cloud.Register(host.Name + "b", NewId(), now);
                break;
            case Meddling.Appears when !host.IsListed:
                host.IsListed = true;
                host.RegisterAnew(NewId(), now);
                break;
            case Meddling.HasANamesake or Meddling.HasNone:
                host.WasDoubled |= what == Meddling.HasANamesake;
                host.Namesake = what == Meddling.HasANamesake ? host.Namesake ?? NewId() : null;
                break;
            // Nova evacuates no host that it does not know to be down.
            case Meddling.EvacuationBegins when host is { ForcedDown: true, IsBeingEvacuated: false }:
                host.Evacuations.Add(new(world.NextNumber()));
                break;
            // It fails: one that is done asks for a restart, and that is Evacuates.
            case Meddling.EvacuationEnds when host.IsBeingEvacuated:
                host.Evacuations[^1].Ended = world.NextNumber();
                break;
        }
    }

    private string NewId() => new Guid(++_registered + FirstId, 0, 0, new byte[8]).ToString();
}
