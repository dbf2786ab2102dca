namespace NovaFence.Simulation.Breaks;

/// <summary>Every break there is, by the sentence that has to notice.</summary>
internal static class AllBreaks
{
    internal static IReadOnlyList<Break> All { get; } =
    [
        new WithoutEvidence(),
        new OneIsTwo(),
        new Credulous(),
        new WithoutAge(),
        new WithoutOwner(),
        new WithoutForeigners(),
        new AlwaysAnswered(),
        new NotStored(),
        new ByArrival(),
        new WithoutVersions(),
        new WithoutBudget(),
        new WithoutAudit(),
        new WithoutDoubt(),
        new Talkative(),
        new WithoutEvacuations(),
        new EveryEndCounts(),
        new WithoutHeartbeats(),
        new WithoutPauses(),
        new WithoutObserving(),
        new WithoutLook(),
        new BlindLook(),
        new WithoutSettling(),
        new WithoutIdentity(),
        new WithoutRoutes(),
        new WithoutOverruling(),
        new Nearest(),
        new WithoutTimer(),
        new Forgetful(),
        new WithoutReadBack(),
        new SilentIsOff(),
        new Unasked(),
        new ToldAndForgotten(),
        new UnansweredHolds(),
    ];

    internal static Break? Named(string name) => All.FirstOrDefault(one => one.Name == name);
}
