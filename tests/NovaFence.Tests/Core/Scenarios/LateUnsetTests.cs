using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>An unset of NovaFence's that arrives after its alert fires again, of a host that lives by then.</summary>
public sealed class LateUnsetTests : Scenario
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_it_raised_is_forced_down_again_only_where_it_is_dead(bool lives)
    {
        await FireAsync("compute1", "f1");
        if (lives)
            Cloud.Boot("compute1");
        await PassAsync(Minutes(1));
        await ResolveAsync("compute1", "f1");
        Cloud.Refuses = down => down ? null : ScriptedCloud.NoReply(mayHaveArrived: true);
        await PassAsync(Seconds(91));
        Cloud.Puts.Should().EndWith(("compute1", false));
        Cloud.Refuses = _ => null;
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        var before = Cloud.Puts.Count;
        await PassAsync(Seconds(2));

        Cloud.Unset("compute1");
        await PassAsync(Minutes(2));
        var found = await Given.FindingAsync("compute1", Stop);
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().Be(!lives);
        Cloud.Puts.Skip(before).Should().HaveCount(lives ? 0 : 1);
        if (lives)
            found.Should().Match<Finding>(finding => finding.Kind == FindingKind.Held && finding.ToDo.Contains("reported"));
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(lives ? HostState.Clear : HostState.Down);
    }
}
