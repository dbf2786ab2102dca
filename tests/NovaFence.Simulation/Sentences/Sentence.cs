using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>One of the sentences that must always hold, as a check of what was sent, stored and answered.</summary>
internal abstract class Sentence
{
    private static readonly Sentence[] All =
    [
        new ForcedDownForAReason(), new UnsetOnlyWhatIsOurs(), new AnsweredIsStored(), new TheLastWordCounts(), new NeverBeyondTheBudget(), new WhereItIsWanted(), new NoSecret(),
        new ReleasedWhenItMayBe(), new TheOperatorsWordStands(), new NoOtherHostDecides(), new OffWhenForcedDown(), new SwitchedOffForAReason(),
    ];

    /// <summary>1 to 12.</summary>
    internal abstract int Number { get; }

    /// <summary>What shows that it did not hold; null when it did.</summary>
    protected abstract string? Check(Past past, IReadOnlyList<HostPast> hosts);

    /// <summary>Each sentence that did not hold, once.</summary>
    internal static IEnumerable<Violation> Judge(Past past)
    {
        if (past.World.Defects is [var defect, ..])
            yield return new Violation(0, $"an exception came out of Core: {defect}");
        var hosts = HostPast.Of(past);
        foreach (var sentence in All)
        {
            if (sentence.Check(past, hosts) is { } shown)
                yield return new Violation(sentence.Number, shown);
        }

        if (ToldAsItWas.Check(past) is { } untold)
            yield return new Violation(0, untold);
        if (past.World.Senders.Owed.FirstOrDefault() is { } owed)
            yield return new Violation(0, $"nothing goes wrong any more, and still this delivery is not answered 2xx: {string.Join(" and ", owed.Alerts)}");
        if (past.World.Pausers.Left.Any())
            yield return new Violation(0, $"nothing goes wrong any more, and still this is not resumed: {past.World.Pausers.Left.First() ?? "everything"}");
        if (past.World.Operators.Doubtful.FirstOrDefault(order => past.World.Cloud.Named(order.Host) is { IsListed: true, Namesake: null }) is { } order)
            yield return new Violation(0, $"nothing goes wrong any more, and still this command is not done: {order.Host} {(order.Down ? "down" : "up")}: {order.Outcome?.Verdict.Text}");
    }

    protected static string At(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.000} s");
}
