using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Tests;

/// <summary>Some histories; <c>.ci/run</c> walks thousands from the same seed.</summary>
[Thorough]
public sealed class HistoryTests
{
    private const int Some = 150;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_must_always_hold_holds_in_every_history(bool mixed)
    {
        var campaign = new Campaign(seed: 1, histories: Some, Environment.ProcessorCount, Break.None, mixed: mixed);

        var found = campaign.Run();

        if (found is not null)
            Assert.Fail(string.Join(Environment.NewLine, Report.Of(found, Break.None)));
        campaign.Done.Should().Be(Some);
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        for (var seed = 1; seed <= Thorough.Of(10, 50); seed++)
            Timeline(seed).Should().Equal(Timeline(seed));
    }

    [Fact]
    public void Every_kind_of_step_comes_up()
    {
        var kinds = Enumerable.Range(1, 200).SelectMany(seed => Generator.Generate(seed).Steps.Concat(Generator.Generate(seed, mixed: true).Steps)).Select(step => step.GetType()).ToHashSet();

        kinds.Should().BeEquivalentTo(typeof(Step).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Step))));
    }

    private static List<string> Timeline(int seed)
    {
        var timeline = new List<string>();
        Historian.Judge(Generator.Generate(seed), Break.None, timeline);
        return timeline;
    }
}
