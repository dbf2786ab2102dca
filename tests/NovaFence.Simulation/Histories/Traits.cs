namespace NovaFence.Simulation.Histories;

/// <summary>What is special in a history.</summary>
internal sealed record Traits
{
    /// <inheritdoc cref="Setup.Share"/>
    internal bool HasShare { get; init; }

    /// <inheritdoc cref="Setup.Disables"/>
    internal bool Disables { get; init; }

    /// <inheritdoc cref="Setup.HasStorms"/>
    internal bool HasStorms { get; init; }

    /// <inheritdoc cref="Setup.HasPower"/>
    internal bool HasPower { get; init; }

    /// <inheritdoc cref="Setup.HasSamples"/>
    internal bool HasSamples { get; init; }

    /// <inheritdoc cref="Setup.HasDomains"/>
    internal bool HasDomains { get; init; }

    /// <inheritdoc cref="Setup.SwitchesOff"/>
    internal bool SwitchesOff { get; init; }

    /// <inheritdoc cref="Setup.TwoAgree"/>
    internal bool TwoAgree { get; init; }

    /// <inheritdoc cref="Setup.Ignores"/>
    internal bool Ignores { get; init; }

    /// <inheritdoc cref="Setup.HasWatchdog"/>
    internal bool HasWatchdog { get; init; }

    /// <inheritdoc cref="History.IsTold"/>
    internal bool IsTold { get; init; }

    /// <inheritdoc cref="History.OperatorsForce"/>
    internal bool OperatorsForce { get; init; }

    /// <inheritdoc cref="History.ClocksDiffer"/>
    internal bool ClocksDiffer { get; init; }

    /// <inheritdoc cref="Plan.HasDrills"/>
    internal bool HasDrills { get; init; }

    /// <inheritdoc cref="Plan.SeriesVanish"/>
    internal bool SeriesVanish { get; init; }

    /// <inheritdoc cref="Plan.OverfillsARecord"/>
    internal bool OverfillsARecord { get; init; }

    /// <inheritdoc cref="Plan.RollsOut"/>
    internal bool RollsOut { get; init; }

    /// <inheritdoc cref="Plan.ChangesMode"/>
    internal bool ChangesMode { get; init; }

    /// <inheritdoc cref="Plan.HasNamesakes"/>
    internal bool HasNamesakes { get; init; }

    /// <summary>Each by itself, mostly: what goes wrong is then easily told. The seed says which, so that <c>--apart</c> can ask for one.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="drawn">From 1 to 20. One of three at most: to read a configuration costs more than the history that it is for.</param>
    internal static Traits Apart(int seed, int drawn) => new()
    {
        HasShare = drawn <= 2,
        Disables = drawn is > 2 and <= 5,
        HasStorms = drawn == 6,
        HasPower = seed % 4 == 1,
        SwitchesOff = seed % 8 == 5,
        TwoAgree = seed % 8 == 3,
        Ignores = seed % 8 == 7,
        HasWatchdog = seed % 8 == 4,
        IsTold = seed % 8 == 0,
        OperatorsForce = seed % 8 == 6,
        ClocksDiffer = seed % 16 == 10,
        HasDrills = seed % 16 == 15,
        SeriesVanish = seed % 16 == 2,
        OverfillsARecord = seed % 64 == 34,
        RollsOut = seed % 2 == 1,
        ChangesMode = seed % 16 == 14 || seed % 32 == 29,
        HasNamesakes = seed % 32 == 22,
    };

    /// <summary>Any of them beside any other: what two rules do together that each does well alone.</summary>
    /// <param name="seed">The seed.</param>
    internal static Traits Mixed(int seed)
    {
        // Another stream than the history's own, which stays as it is without them.
        var chance = new Chance(unchecked((seed * 397) ^ 0x2f6e2b1));
        return new Traits
        {
            HasShare = chance.Is(0.1),
            Disables = chance.Is(0.2),
            HasStorms = chance.Is(0.15),
            HasPower = chance.Is(0.3),
            SwitchesOff = chance.Is(0.25),
            TwoAgree = chance.Is(0.3),
            Ignores = chance.Is(0.15),
            HasWatchdog = chance.Is(0.25),
            IsTold = chance.Is(0.1),
            OperatorsForce = chance.Is(0.2),
            ClocksDiffer = chance.Is(0.15),
            HasDrills = chance.Is(0.2),
            SeriesVanish = chance.Is(0.2),
            OverfillsARecord = chance.Is(0.03),
            RollsOut = chance.Is(0.5),
            ChangesMode = chance.Is(0.2),
            HasNamesakes = chance.Is(0.1),
            HasSamples = chance.Is(0.25),
            HasDomains = chance.Is(0.2),
        };
    }
}
