using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Tests;

/// <summary>The simulation has teeth: what is done wrong on purpose is found by the sentence that has to find it.</summary>
[Thorough]
public sealed class BreakTests
{
    private const int MostHistories = 3_000;

    /// <summary>One for each sentence, or all.</summary>
    public static TheoryData<string> Names => [.. (Thorough.Is ? AllBreaks.All : AllBreaks.All.DistinctBy(one => one.Sentence)).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_break_is_found(string name)
    {
        var broken = AllBreaks.Named(name)!;

        var found = new Campaign(broken.FirstSeed, MostHistories, Environment.ProcessorCount, broken, mixed: broken.IsMixed).Run();

        found.Should().NotBeNull($"in {MostHistories} histories sentence {broken.Sentence} has to notice that {broken.What}");
    }

    [Fact]
    public void Every_sentence_is_broken() => AllBreaks.All.Select(one => one.Sentence).Distinct().Order().Should().Equal(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    [Fact]
    public void A_violation_is_told_with_its_seed_its_sentence_and_the_shortest_history()
    {
        var broken = AllBreaks.Named("owner")!;
        var found = new Campaign(seed: 1, MostHistories, threads: 1, broken).Run()!;

        var report = Report.Of(found, broken).ToList();

        report[0].Should().StartWith("VIOLATION of sentence 9");
        report[1].Should().StartWith(FormattableString.Invariant($"seed {found.Seed}:"));
        report.Should().ContainSingle(line => line.StartsWith("The shortest history found, ", StringComparison.Ordinal))
            .Which.Should().NotContain(FormattableString.Invariant($", {found.Steps.Count} of"));
    }
}
