namespace NovaFence.Simulation.Histories;

/// <summary>All that is given: the installation, what happens to it from outside, and the seed by which everything else falls out.</summary>
internal sealed record History(int Seed, int Instances, int Hosts, Setup Setup, IReadOnlyList<Step> Steps)
{
    /// <summary>How far the cloud's clock is ahead of ours.</summary>
    internal TimeSpan CloudAhead { get; init; }

    /// <summary>Whether a token told how far the cloud's clock is ahead.</summary>
    internal bool KnowsCloudsClock { get; init; } = true;

    /// <summary>Whether nova-compute reports every minute, and not every ten seconds.</summary>
    internal bool ReportsSlowly { get; init; }

    /// <summary>Whether a listing shows reports as old as they are.</summary>
    internal bool ClocksAgree => !ReportsSlowly && (KnowsCloudsClock || CloudAhead == TimeSpan.Zero);

    /// <summary>How many of the instances are servers with a timer; the others only work when they are called.</summary>
    internal int Servers { get; init; }

    /// <summary>Whether a receiver is told what happens.</summary>
    internal bool IsTold { get; init; }

    /// <summary>Whether operators say <c>--force</c>.</summary>
    internal bool OperatorsForce { get; init; }

    /// <summary>When the last of its steps happens.</summary>
    internal TimeSpan Ends => Steps.Count == 0 ? TimeSpan.Zero : Steps.Max(step => step.At);
}
