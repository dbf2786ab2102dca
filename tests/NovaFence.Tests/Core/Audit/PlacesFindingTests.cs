using NovaFence.Core.Audit;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>A budget that is used up is told before the next alert is held.</summary>
public sealed class PlacesFindingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MaxHosts", "2", "NovaFence:Budget:MaxHosts")]
    [InlineData("MaxShare", "0.1", "NovaFence:Budget:MaxShare")]
    [InlineData("MaxPerHour", "2", "NovaFence:Budget:MaxPerHour")]
    public async Task The_last_place_that_is_taken_is_told_with_the_limit_to_raise(string limit, string value, string key)
    {
        await using var given = await Installation.CreateAsync(Stop, ($"NovaFence:Budget:{limit}", value));
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        (await given.FindingAsync(Finding.NoHost, Stop)).Should().BeNull();

        await given.DeliverAsync(given.Alert("compute2", "f2"), Stop);

        (await given.FindingAsync(Finding.NoHost, Stop)).Should().Match<Finding>(finding => finding.Kind == FindingKind.NoPlaceLeft && finding.ToDo.Contains(key));
    }

    [Fact]
    public async Task What_others_forced_down_takes_places_of_the_share()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Budget:MaxShare", "0.1"));
        given.Cloud.ForceDown("compute8");
        given.Cloud.ForceDown("compute9");

        (await given.FindingAsync(Finding.NoHost, Stop))!.Kind.Should().Be(FindingKind.NoPlaceLeft);
    }
}
