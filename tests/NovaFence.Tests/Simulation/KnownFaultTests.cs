using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Tests;

/// <summary>What the first edition did wrong does not come back.</summary>
public sealed class KnownFaultTests
{
    public static TheoryData<string> Names => [.. KnownFaults.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_must_always_hold_holds_where_the_first_edition_did_something_wrong(string name)
    {
        var fault = KnownFaults.All.Single(one => one.Name == name);

        var violations = Historian.JudgeWhole(fault.History);

        violations.Should().BeEmpty();
    }

    [Fact]
    public void Each_kind_is_there() => KnownFaults.All.Select(fault => fault.Kind).Distinct().Order().Should().Equal(1, 2, 3, 4, 5, 6);
}
