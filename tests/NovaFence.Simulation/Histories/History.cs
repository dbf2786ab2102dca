namespace NovaFence.Simulation.Histories;

/// <summary>All that is given: the installation, what happens to it from outside, and the seed by which everything else falls out.</summary>
internal sealed record History(int Seed, int Instances, int Hosts, Setup Setup, IReadOnlyList<Step> Steps)
{
    /// <summary>Whether what is special in it was drawn together: <see cref="Traits.Mixed"/>.</summary>
    internal bool IsMixed { get; init; }

    /// <summary>How far the cloud's clock is ahead of ours.</summary>
    internal TimeSpan CloudAhead { get; init; }

    /// <summary>Whether a token told how far the cloud's clock is ahead.</summary>
    internal bool KnowsCloudsClock { get; init; } = true;

    /// <summary>Whether nova-compute reports every minute, and not every ten seconds.</summary>
    internal bool ReportsSlowly { get; init; }

    /// <summary>Whether the clocks of the instances differ, by some seconds.</summary>
    internal bool ClocksDiffer { get; init; }

    /// <summary>Whether the clock of an instance leaps ahead for a while.</summary>
    internal bool ClocksLeap { get; init; }

    /// <summary>How far they differ at most.</summary>
    internal TimeSpan Skew => ClocksDiffer ? TimeSpan.FromSeconds(4.5) : TimeSpan.Zero;

    /// <summary>How far the clock of an instance in this place is ahead.</summary>
    internal TimeSpan AheadIn(int slot) => ClocksDiffer ? TimeSpan.FromSeconds(slot switch { 0 => 0, 1 => -2, 2 => 2.5, _ => 1 }) : TimeSpan.Zero;

    /// <summary>Whether a listing shows reports as old as they are.</summary>
    internal bool ClocksAgree => !ReportsSlowly && !ClocksDiffer && (KnowsCloudsClock || CloudAhead == TimeSpan.Zero);

    /// <summary>How many of the instances are servers with a timer; the others only work when they are called.</summary>
    internal int Servers { get; init; }

    /// <summary>Whether a receiver is told what happens.</summary>
    internal bool IsTold { get; init; }

    /// <summary>How every other instance is configured until the trouble stops; null where all are the same.</summary>
    internal OtherSetup? Others { get; init; }

    /// <summary>The longest <c>Release:SettleTime</c> of any instance.</summary>
    internal TimeSpan Settle => Others is { } others && others.Settle > Setup.Settle ? others.Settle : Setup.Settle;

    /// <summary>Whether two hosts are a storm for any instance.</summary>
    internal bool HasStorms => Setup.HasStorms || Others is { HasStorms: true };

    /// <summary>Whether operators say <c>--force</c>.</summary>
    internal bool OperatorsForce { get; init; }

    /// <summary>Whether they only observe until somebody changes that; in the end they fence.</summary>
    internal bool ObservesAtFirst { get; init; }

    /// <summary>When the last of its steps happens.</summary>
    internal TimeSpan Ends => Steps.Count == 0 ? TimeSpan.Zero : Steps.Max(step => step.At);
}
