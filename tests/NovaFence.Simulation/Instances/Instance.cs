using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Audit;
using NovaFence.Core.Hosts;
using NovaFence.Core.Notify;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;
using NovaFence.Simulation.Time;

namespace NovaFence.Simulation.Instances;

/// <summary>One run of the program, from its start to its crash. Whoever starts after a crash in the same place is another one.</summary>
internal sealed class Instance
{
    /// <summary>How long the program waits before it tries once more.</summary>
    private static readonly TimeSpan BetweenOpenings = TimeSpan.FromSeconds(5);

    private readonly World _world;
    private readonly ClockAhead? _clock;
    private readonly TimeProvider _ownClock;
    private readonly InstanceScheduler _scheduler;
    private readonly IOpening _opening;
    private readonly IDueWork _work;
    private Action _stopTimer = () => { };

    internal Instance(World world, int slot, int run)
    {
        _world = world;
        Slot = slot;
        Name = $"{(char)('A' + slot)}{run}";
        _scheduler = new InstanceScheduler(world.Ready, () => world.Crashed(this));
        _clock = world.History is { ClocksDiffer: false, ClocksLeap: false } ? null : new ClockAhead(world.Clock, world.History.AheadIn(slot));
        Setup = world.SetupOf(slot);
        var configured = Configured.By(world.Break.Of(Setup));
        var services = InstanceServices.Create(new Belongings
        {
            Cloud = world.Break.Of(new CloudDoor(world.Cloud, this)),
            Evacuations = world.Break.Of(new EvacuationsDoor(world.Cloud, this)),
            Power = world.Break.Of(new PowerDoor(world.Cloud, this), world.Clock),
            Samples = world.Break.Of(new SamplesDoor(world.Prometheus, this)),
            Ledger = world.Break.Of(new LedgerDoor(world.Ledger, this)),
            Sender = new ReceiverDoor(world, this),
            Clock = (TimeProvider?)_clock ?? world.Clock,
            Random = world.Random,
            Logs = new LogBook(world),
            Options = configured.Options,
            Routes = world.Break.Of(configured.Routes),
        }, isServer: slot < world.History.Servers && world.Break.HasTimers);
        _ownClock = services.GetRequiredService<TimeProvider>();
        Fencer = world.Break.Of(services.GetRequiredService<IFencer>(), services);
        Auditor = world.Break.Of(services.GetRequiredService<IAuditor>(), services);
        Pauses = services.GetRequiredService<IPauses>();
        _opening = services.GetRequiredService<IOpening>();
        _work = services.GetRequiredService<IDueWork>();
        Outbox = services.GetRequiredService<IOutbox>();
    }

    /// <summary>Its place among the instances.</summary>
    internal int Slot { get; }

    internal string Name { get; }

    /// <summary>How far it is ahead with its time, whatever its machine's clock says.</summary>
    internal TimeSpan Ahead => _clock is null ? TimeSpan.Zero : _ownClock.GetUtcNow() - _world.Clock.Now;

    /// <summary>Whether it is to send nothing to Nova.</summary>
    internal bool Observes => Setup.Observes;

    /// <summary>How it is configured.</summary>
    internal Setup Setup { get; }

    internal IFencer Fencer { get; }

    internal IAuditor Auditor { get; }

    internal IPauses Pauses { get; }

    internal IOutbox Outbox { get; }

    internal bool IsAlive => _scheduler.IsAlive;

    /// <summary>Reads the ledger and learns the fleet, as the program does when it starts; traffic does not wait for it.</summary>
    internal void Open() => Do(async () =>
    {
        while (await _opening.OpenAsync(CancellationToken.None) is not null)
            await Task.Delay(BetweenOpenings, _world.Clock);
    });

    /// <summary>Starts what a server does when a time has come that something waits for.</summary>
    internal void StartTimer() => Do(async () =>
    {
        using var stop = new CancellationTokenSource();
        _stopTimer = stop.Cancel;
        await Task.WhenAll(_work.RunAsync(stop.Token), Outbox.RunAsync(stop.Token));
    });

    /// <summary>The timer dies, and nothing else of it does.</summary>
    internal void StopTimer() => _stopTimer();

    /// <summary>Its clock leaps, where it has one of its own.</summary>
    internal void Leap(TimeSpan by) => _clock?.Leap(by);

    /// <summary>It is stopped at once.</summary>
    internal void Stop() => _scheduler.Stop();

    /// <summary>It dies after so many more steps of whatever it does.</summary>
    internal void CrashAfter(int steps) => _scheduler.CrashAfter(steps);

    internal void Do(Func<Task> work)
    {
        _ = Task.Factory.StartNew(GuardedAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

        async Task GuardedAsync()
        {
            try
            {
                await work();
            }
            catch (Exception defect) when (defect is not OutOfMemoryException)
            {
                _world.Defects.Add(defect);
            }
        }
    }

    public override string ToString() => Name;
}
