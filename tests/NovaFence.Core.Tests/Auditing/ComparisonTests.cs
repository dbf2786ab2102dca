using NovaFence.Core.Auditing;
using NovaFence.Core.Cloud;
using NovaFence.Core.Fencing;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Tests.Auditing;

/// <summary>A PUT whose reply never came may have taken effect since. It explains its own direction only.</summary>
public sealed class ComparisonTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Comparison _comparison;

    public ComparisonTests()
    {
        var running = new RunningAttempts();
        var options = new NovaFenceOptions();
        _comparison = new Comparison(options, running, new Intents(options, RouteTable.Read([], out _), null!, running, TimeProvider.System), TimeProvider.System);
    }

    [Theory]
    [InlineData(FenceState.Clear, true, true, FindingKind.Incomplete)]
    [InlineData(FenceState.Clear, false, true, FindingKind.Foreign)]
    [InlineData(FenceState.Down, false, false, FindingKind.Incomplete)]
    [InlineData(FenceState.Down, true, false, FindingKind.ClearedElsewhere)]
    public void What_Nova_says_is_ours_only_if_a_lost_PUT_said_the_same(FenceState state, bool lostDown, bool forcedDown, FindingKind expected)
    {
        var record = new FenceRecord { Host = "compute1", State = state, Owner = state == FenceState.Down ? FenceOwner.Operator : FenceOwner.None }.WithArrival(lostDown, Then);

        var finding = _comparison.Compare("compute1", record, new ComputeService { Host = new ComputeHost("compute1", null), ForcedDown = forcedDown }, Then.AddMinutes(5));

        finding!.Kind.Should().Be(expected);
    }
}
