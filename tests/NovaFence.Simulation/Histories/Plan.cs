namespace NovaFence.Simulation.Histories;

/// <summary>A history while it is drawn: its scenes are the moments at which things come together.</summary>
internal sealed class Plan(Chance chance, int instances, int hosts, IReadOnlyList<TimeSpan> scenes)
{
    internal Chance Chance => chance;

    internal List<Step> Steps { get; } = [];

    /// <summary><see cref="Setup.TwoAgree"/>: then more alerts need another.</summary>
    internal bool TwoAgree { get; init; }

    /// <summary>Whether operators drill hosts.</summary>
    internal bool HasDrills { get; init; }

    /// <summary><see cref="Setup.HasStorms"/>.</summary>
    internal bool HasStorms { get; init; }

    /// <summary><see cref="Setup.HasWatchdog"/>.</summary>
    internal bool HasWatchdog { get; init; }

    /// <summary>Whether more alerts name one host than its record keeps.</summary>
    internal bool OverfillsARecord { get; init; }

    /// <summary>Whether other routes are rolled out, to one instance after the other.</summary>
    internal bool RollsOut { get; init; }

    internal IReadOnlyList<TimeSpan> Scenes => scenes;

    /// <summary><see cref="History.ClocksDiffer"/>: what comes from the future counts as of now, and whose now that is nobody can tell.</summary>
    internal bool ClocksDiffer { get; init; }

    /// <summary>Whether alerts end as their series vanish.</summary>
    internal bool SeriesVanish { get; init; }

    /// <summary>Whether the instances only observe for some of the time.</summary>
    internal bool ChangesMode { get; init; }

    /// <summary>Whether another nova-compute may call itself by a host's name.</summary>
    internal bool HasNamesakes { get; init; }

    /// <summary>Whether an event is to come from the future.</summary>
    internal bool IsFromTheFuture() => chance.Is(0.01) && !ClocksDiffer;

    internal int Slot() => chance.Next(0, instances - 1);

    internal string Host() => $"compute{chance.Next(1, hosts)}";

    /// <summary>Shortly after one of the scenes, so that it meets what else happens there.</summary>
    internal TimeSpan SomeTime() => chance.Of(scenes) + chance.Uneven(3);
}
