using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

public sealed class StatusCommandTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    public ValueTask InitializeAsync() => _given.InitializeAsync();

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task It_says_in_a_sentence_how_it_is_and_ends_with_1_when_a_person_is_needed()
    {
        (await _given.RunAsync("audit")).ExitCode.Should().Be(0);
        var well = await _given.RunAsync("status");
        well.ExitCode.Should().Be(0);
        well.Output.Should().StartWith("All is well. NovaFence holds 0 of ").And.ContainAll("\nbudget", "\nstorm", "\nmode", "\nnova", "\nledger", "\naudit", "\nnovafence");

        // Another hand forces a host down: the audit calls it foreign, and somebody has to see to it.
        await _given.OpenStack.ForceDownAsync("compute1", forcedDown: true);
        await _given.RunAsync("audit");
        var needed = await _given.RunAsync("status");
        needed.ExitCode.Should().Be(1);
        needed.Output.Should().StartWith("A person is needed: compute1 needs a person; and 1 more. ", "it takes the one place that the share leaves");
    }
}
