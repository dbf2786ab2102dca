using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A ledger that has just been written to, and takes nothing any more: whoever asks for readiness is told as soon as anybody was refused.</summary>
public sealed class RefusedChangeTests : Scenario
{
    [Fact]
    public async Task It_is_not_ready_at_once_and_is_again_once_it_can_be_written()
    {
        await Given.Auditor.RunAsync(Stop);
        (await Given.Probe.WriteAsync(Stop)).Should().BeNull();
        var probes = Given.Ledger.Commits.Count;
        (await Given.Probe.WriteAsync(Stop)).Should().BeNull();
        Given.Ledger.Commits.Should().HaveCount(probes, "once a minute is enough where nobody was refused");

        Given.Ledger.Away = true;
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.Failed);
        (await Given.Probe.WriteAsync(Stop)).Should().NotBeNull("less than a minute after the row was written");

        Given.Ledger.Away = false;
        (await Given.Probe.WriteAsync(Stop)).Should().BeNull();
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }
}
