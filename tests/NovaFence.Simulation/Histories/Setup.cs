namespace NovaFence.Simulation.Histories;

/// <summary>How the instances of a history are configured. It may change between two runs of the program, for one instance earlier than for the others.</summary>
/// <param name="Budget"><c>Budget:MaxHosts</c>.</param>
internal sealed record Setup(int Budget)
{
    /// <summary>The watchdog's <c>alertname</c>.</summary>
    internal const string Watchdog = "Watchdog";

    /// <summary><c>Watchdog:SilentAfter</c>.</summary>
    internal static TimeSpan SilentAfter => TimeSpan.FromMinutes(1);

    /// <summary><c>Hosts:Domains</c>.</summary>
    internal const string Domain = "example.org";

    /// <summary><c>Release:SettleTime</c>.</summary>
    internal TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary><c>Budget:MaxShare</c>.</summary>
    internal double Share { get; init; } = 1;

    /// <summary><c>Fencing:Disable</c>.</summary>
    internal bool Disables { get; init; }

    /// <summary>Whether two hosts are a storm already, and its window ends within the history.</summary>
    internal bool HasStorms { get; init; }

    /// <summary>Whether the route <c>healthy</c> wants its machines off.</summary>
    internal bool HasPower { get; init; }

    /// <summary>Whether the route <c>released</c> asks Prometheus whether the host answers.</summary>
    internal bool HasSamples { get; init; }

    /// <summary>Whether some alerts and operators call hosts by their full names, which Nova calls by their short ones.</summary>
    internal bool HasDomains { get; init; }

    /// <summary>Whether the route <c>labelled</c> has its machines switched off.</summary>
    internal bool SwitchesOff { get; init; }

    /// <summary>Whether the route <c>labelled</c> also takes it for evidence that two alerts of different names fire for the host.</summary>
    internal bool TwoAgree { get; init; }

    /// <summary>Whether the alert of the route <c>released</c> means that nova-compute may well live: <c>Contradiction: ignore</c>.</summary>
    internal bool Ignores { get; init; }

    /// <summary>Whether alerts of Alertmanager's are held while its watchdog is silent.</summary>
    internal bool HasWatchdog { get; init; }

    /// <summary><c>Fencing:Lease</c>.</summary>
    internal TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary><c>Release:Heartbeats</c>.</summary>
    internal int Heartbeats { get; init; } = 2;

    /// <summary><c>Holds:RetryFor</c>.</summary>
    internal TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary><c>Mode: observe</c>.</summary>
    internal bool Observes { get; init; }

    /// <summary>What somebody made of the routes.</summary>
    internal RouteChange Routes { get; init; }

    /// <summary>What somebody calls this host.</summary>
    /// <param name="host">Nova's name of it.</param>
    /// <param name="number">Who it is: every other one uses full names.</param>
    internal string Called(string host, long number) => HasDomains && host.Length > 0 && number % 2 == 1 ? $"{host}.{Domain}" : host;

    /// <summary>How many hosts may be down, of so many.</summary>
    internal int MostHosts(int hosts) => Math.Max(1, (int)Math.Floor(hosts * Share));
}

/// <summary>What somebody made of the routes between two runs.</summary>
internal enum RouteChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A route that takes nearly everything, and releases at once, stands in front of the others.</summary>
    InsertedInFront,

    /// <summary>The route that an operator releases has another name, and nobody said which it had.</summary>
    Renamed,

    /// <summary>It has another name, and its former one is told.</summary>
    RenamedWithFormerName,

    /// <summary>A route stands in front that catches what <c>released</c> took, and asks it for what it never carries.</summary>
    Guarded,

    /// <summary>The route that releases at once and the one that an operator releases have each other's names.</summary>
    Swapped,
}
