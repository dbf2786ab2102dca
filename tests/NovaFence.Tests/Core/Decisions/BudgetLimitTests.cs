using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Decisions;

public sealed class BudgetLimitTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(14, 2)]
    [InlineData(15, 3)]
    [InlineData(1000, 3)]
    public void It_is_the_smaller_of_three_hosts_and_a_fifth_of_the_fleet_but_never_none(int fleet, int limit) =>
        BudgetLimit.Of(new BudgetOptions(), fleet).Should().Be(limit);
}
