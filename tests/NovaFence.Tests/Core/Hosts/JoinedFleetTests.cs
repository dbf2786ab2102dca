using NovaFence.Core.Cloud;

namespace NovaFence.Core.Tests.Hosts;

public sealed class JoinedFleetTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_host_comes_once_by_Nova_s_spelling_with_what_it_has_listed_or_not()
    {
        // Nova lists two services of compute2.
        var fleet = Listed("compute1", "compute2", "compute2", "compute3");

        fleet.With(["COMPUTE2", "gone", "compute3"], name => name).Should().BeEquivalentTo(
            [("compute1", null), ("compute2", "COMPUTE2"), ("compute3", "compute3"), ("gone", "gone")]);
    }

    [Fact]
    public void A_fleet_says_the_same_in_whatever_order()
    {
        Listed("compute1", "compute2").Says(Listed("compute1", "compute2")).Should().BeTrue();
        Listed("compute1", "compute2").Says(Listed("compute2", "compute1")).Should().BeTrue();
        Listed("compute1", "compute2").Says(Listed("compute1", "compute3")).Should().BeFalse();
        Listed("compute1", "compute2").Says(Listed("compute1")).Should().BeFalse();
    }

    private static Fleet Listed(params string[] hosts) =>
        Fleet.Listed([.. hosts.Select(host => new ComputeService { Host = new ComputeHost(host, $"id of {host}"), State = ServiceState.Up, ForcedDown = false })], Now, Now);
}
