using NovaFence.Core.Cloud;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>A check looks once, and not at a cloud that does not answer.</summary>
public sealed class CheckupTests
{
    private static readonly string[] Counted = [CheckLine.Places, "budget", "storm"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Places_and_limits_are_counted_by_one_look_where_the_cloud_answers(bool answers, int looks)
    {
        await using var given = await Installation.CreateAsync(Stop);
        given.Cloud.ListsNothing = !answers;

        var lines = await given.Checkup.CheckAsync(Stop);

        given.Cloud.Listings.Should().HaveCount(looks);
        lines.Select(line => line.Name).Where(Counted.Contains).Should().Equal(answers ? Counted : []);
    }
}
