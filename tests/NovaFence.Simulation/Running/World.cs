using System.Globalization;
using NovaFence.Core.Audit;
using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Instances;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Time;

namespace NovaFence.Simulation.Running;

/// <summary>One history while it happens: the clock, the chance, the outside, and the instances of Core.</summary>
internal sealed class World
{
    /// <summary>Most steps of one moment. A long history has more of them in all: servers that ask a BMC for hours, say.</summary>
    private const int MostSteps = 50_000;

    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(1);

    private readonly Instance[] _instances;
    private readonly TimeSpan[] _back;
    private const int TellingRounds = 3;
    private static readonly TimeSpan TellingTakes = TimeSpan.FromMinutes(6);

    private int _runs;
    private bool _isOver;
    private long _number;

    internal World(History history, Break broken, List<string>? timeline)
    {
        History = history;
        Setup = history.Setup with { Observes = history.ObservesAtFirst };
        Break = broken;
        Timeline = timeline;
        Random = new Random(history.Seed);
        Ready = new ReadyTasks(Random);
        Ledger = new SimulatedLedger(this);
        Cloud = new SimulatedCloud(this, history.Hosts);
        Receiver = new SimulatedReceiver(this, history.Seed);
        Prometheus = new SimulatedPrometheus(this);
        Senders = new Senders(this);
        Operators = new Operators(this);
        Pausers = new Pausers(this);
        Others = new Others(this);
        Monitoring = new Monitoring(this);
        _back = new TimeSpan[history.Instances];
        _instances = new Instance[history.Instances];
        for (var slot = 0; slot < history.Instances; slot++)
            Start(slot);
    }

    internal History History { get; }

    internal Break Break { get; }

    /// <summary>How whoever starts now is configured.</summary>
    internal Setup Setup { get; private set; }

    /// <summary>What happened, for a person; null where nobody reads it.</summary>
    internal List<string>? Timeline { get; }

    internal SimulatedClock Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal Random Random { get; }

    internal ReadyTasks Ready { get; }

    internal SimulatedLedger Ledger { get; }

    internal SimulatedCloud Cloud { get; }

    internal SimulatedReceiver Receiver { get; }

    internal SimulatedPrometheus Prometheus { get; }

    internal Senders Senders { get; }

    internal Operators Operators { get; }

    internal Pausers Pausers { get; }

    internal Others Others { get; }

    internal Monitoring Monitoring { get; }

    /// <summary>Exceptions that came out of Core.</summary>
    internal List<Exception> Defects { get; } = [];

    /// <summary>Where a secret came out.</summary>
    internal List<string> Leaks { get; } = [];

    /// <summary>From now on nothing goes wrong any more.</summary>
    internal bool IsEnding { get; private set; }

    internal TimeSpan Elapsed => Clock.Now - Clock.Start;

    /// <summary>The next number in the order of everything that happens.</summary>
    internal long NextNumber() => ++_number;

    /// <summary>How whoever starts in this place now is configured.</summary>
    internal Setup SetupOf(int slot) => History.Others is { } others && !IsEnding && OtherSetup.IsIn(slot) ? others.Of(Setup) : Setup;

    /// <summary>The instance in this place; null while it is down.</summary>
    internal Instance? At(int slot) => _instances[slot].IsAlive ? _instances[slot] : null;

    internal int AnySlot() => Random.Next(_instances.Length);

    /// <summary>After the time that one way through the network takes: mostly milliseconds.</summary>
    internal void Soon(Action action) =>
        Clock.In(TimeSpan.FromMicroseconds(Random.Next(20) == 0 ? Random.Next(500_000) : Random.Next(500, 5_000)), action);

    internal void Tell([System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] ref Telling telling)
    {
        if (Timeline is { } timeline)
            timeline.Add(string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,9:0.000} s  {telling.Text}"));
    }

    internal void Said(string where, string text)
    {
        if (text.Contains(Histories.Said.Secret, StringComparison.Ordinal))
            Leaks.Add($"{where}: {text}");
    }

    internal void Audit(int slot)
    {
        if (At(slot) is { } instance)
        {
            instance.Do(async () =>
            {
                var report = await instance.Auditor.RunAsync(CancellationToken.None);
                Tell($"{instance} audited: {Words(report)}");
            });
        }
    }

    internal static string Words(AuditReport? report) => report switch
    {
        null => "without a report",
        // Its text names the instance, by an id that is another one in each run.
        { IsElsewhere: true } => "another audit runs",
        { Failure: { } failure } => failure,
        { Findings: [] } => "nothing found",
        _ => string.Join(" | ", report.Findings.Select(finding => $"{finding.Host} {finding.Kind}, {finding.State}; did: {finding.Did}; to do: {finding.ToDo}")),
    };

    internal void Crash(int slot, int steps, TimeSpan back)
    {
        _back[slot] = back;
        At(slot)?.CrashAfter(steps);
    }

    internal void Crashed(Instance instance)
    {
        if (_isOver)
            return;
        Tell($"{instance} crashes");
        Clock.In(_back[instance.Slot], () => Restart(instance));
    }

    /// <summary>Whoever is started from now on is configured so, and everybody is started anew, so long one after the other.</summary>
    internal void Reconfigure(Setup setup, TimeSpan between)
    {
        Setup = setup;
        foreach (var instance in _instances.ToList())
        {
            if (instance.Slot > 0 && between > TimeSpan.Zero)
                Clock.In(between * instance.Slot, () => Stop(instance));
            else
                Stop(instance);
        }

        void Stop(Instance instance)
        {
            // One that has crashed meanwhile, and was started again, has them already.
            if (_isOver || _instances[instance.Slot] != instance)
                return;
            _back[instance.Slot] = ToStart;
            instance.Stop();
        }
    }

    /// <summary>Lets time pass, and everything happen that falls due meanwhile.</summary>
    internal void Pass(TimeSpan time)
    {
        var until = Clock.Now + time;
        do
        {
            for (var steps = 0; Ready.RunOne(); steps++)
            {
                if (steps > MostSteps)
                    throw new EndlessException(FormattableString.Invariant($"after {MostSteps} steps there is still something to do at {Elapsed.TotalSeconds:0.000} s"));
            }
        }
        while (Clock.CallNext(until));
    }

    /// <summary>Faults stop, and whoever is down starts again.</summary>
    internal void StopTrouble()
    {
        Tell($"from here on nothing goes wrong any more");
        IsEnding = true;
        Ledger.Faults.Stop();
        Cloud.Faults.Stop();
        foreach (var instance in _instances.ToList())
        {
            instance.CrashAfter(int.MaxValue);
            // From now on all are configured alike.
            if (instance.Setup != SetupOf(instance.Slot))
                instance.Stop();
            Restart(instance);
        }
    }

    /// <summary>Everybody stops, and one that does nothing else tells what is left to be told.</summary>
    internal void TellTheRest()
    {
        _isOver = true;
        foreach (var instance in _instances)
            instance.Stop();
        var last = new Instance(this, 0, ++_runs);
        last.Open();
        for (var round = 0; round < TellingRounds; round++)
        {
            // Longer than a lease, and than the longest pause between two tries.
            Pass(TellingTakes);
            last.Do(() => last.Outbox.RunDueAsync(CancellationToken.None));
        }

        Pass(TellingTakes);
        last.Stop();
    }

    private void Restart(Instance instance)
    {
        if (!instance.IsAlive && _instances[instance.Slot] == instance)
            Start(instance.Slot);
    }

    private void Start(int slot)
    {
        _instances[slot] = new Instance(this, slot, ++_runs);
        Tell($"{_instances[slot]} starts");
        _instances[slot].Open();
        if (slot < History.Servers && Break.HasTimers)
            _instances[slot].StartTimer();
    }
}
