namespace NovaFence.Simulation.Histories;

/// <summary>What is special in a history.</summary>
/// <param name="Setup">How its instances are configured.</param>
internal sealed record Traits(Setup Setup)
{
    /// <summary>The share of the hosts that may be down, where there is one.</summary>
    private const double Half = 0.5;

    /// <inheritdoc cref="History.IsTold"/>
    internal bool IsTold { get; init; }

    /// <inheritdoc cref="History.OperatorsForce"/>
    internal bool OperatorsForce { get; init; }

    /// <inheritdoc cref="History.ClocksDiffer"/>
    internal bool ClocksDiffer { get; init; }

    /// <summary>Whether operators drill hosts.</summary>
    internal bool HasDrills { get; init; }

    /// <summary>Whether alerts end as their series vanish.</summary>
    internal bool SeriesVanish { get; init; }

    /// <summary>Whether more alerts name one host than its record keeps.</summary>
    internal bool OverfillsARecord { get; init; }

    /// <summary>Whether other routes are rolled out, to one instance after the other.</summary>
    internal bool RollsOut { get; init; }

    /// <summary>Whether the instances only observe for some of the time.</summary>
    internal bool ChangesMode { get; init; }

    /// <summary>Whether another nova-compute may call itself by a host's name.</summary>
    internal bool HasNamesakes { get; init; }

    /// <summary>How every other instance is configured; null where all are the same.</summary>
    internal OtherSetup? Others { get; init; }

    /// <summary>Whether somebody puts a route in front of another, to guard it, or gives two of them each other's names.</summary>
    internal bool Guards { get; init; }

    /// <inheritdoc cref="History.ClocksLeap"/>
    internal bool ClocksLeap { get; init; }

    /// <summary>How many mixed histories have a clock that leaps.</summary>
    private const double LeapingClocks = 0.1;

    /// <summary>Each by itself, mostly: what goes wrong is then easily told. The seed says which, so that <c>--apart</c> can ask for one.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="drawn">From 1 to 20. One of three at most: to read a configuration costs more than the history that it is for.</param>
    /// <param name="setup">What nothing is special in.</param>
    internal static Traits Apart(int seed, int drawn, Setup setup) => new(setup with
    {
        Share = drawn <= 2 ? Half : 1,
        Disables = drawn is > 2 and <= 5,
        HasStorms = drawn == 6,
        HasPower = seed % 4 == 1,
        SwitchesOff = seed % 8 == 5,
        TwoAgree = seed % 8 == 3,
        Ignores = seed % 8 == 7,
        HasWatchdog = seed % 8 == 4,
    })
    {
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
    /// <param name="setup">What nothing is special in.</param>
    internal static Traits Mixed(int seed, Setup setup)
    {
        // Another stream than the history's own, which stays as it is without them.
        var chance = new Chance(unchecked((seed * 397) ^ 0x2f6e2b1));
        var traits = new Traits(setup with
        {
            Share = chance.Is(0.1) ? Half : 1,
            Disables = chance.Is(0.2),
            HasStorms = chance.Is(0.15),
            HasPower = chance.Is(0.3),
            SwitchesOff = chance.Is(0.25),
            TwoAgree = chance.Is(0.3),
            Ignores = chance.Is(0.15),
            HasWatchdog = chance.Is(0.25),
        })
        {
            IsTold = chance.Is(0.1),
            OperatorsForce = chance.Is(0.2),
            ClocksDiffer = chance.Is(0.15),
            HasDrills = chance.Is(0.2),
            SeriesVanish = chance.Is(0.2),
            OverfillsARecord = chance.Is(0.03),
            RollsOut = chance.Is(0.5),
            ChangesMode = chance.Is(0.2),
            HasNamesakes = chance.Is(0.1),
        };
        // What is new is drawn last, so that the seeds of before stay what they were.
        traits = traits with { Setup = traits.Setup with { HasSamples = chance.Is(0.25), HasDomains = chance.Is(0.2) } };
        traits = traits with { Others = chance.Is(0.3) ? OtherSetup.Draw(chance, traits.Setup) : null, Guards = chance.Is(0.15) };
        traits = traits with { ClocksLeap = chance.Is(LeapingClocks) };
        // Until when a drill lasts by a clock that leaps, the judge does not know.
        return traits with { HasDrills = traits.HasDrills && !traits.ClocksLeap };
    }
}
