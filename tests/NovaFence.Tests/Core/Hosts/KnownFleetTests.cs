namespace NovaFence.Core.Tests.Hosts;

/// <summary>Who waits for the fleet is told when it is known, whether Nova listed it or the ledger remembers it.</summary>
public sealed class KnownFleetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_told_when_it_is_known()
    {
        await using var given = await Installation.CreateAsync(Stop);
        given.Cloud.ListsNothing = true;
        using var enough = new CancellationTokenSource();
        var (waits, givesUp) = (given.InForce.WhenLimitsAreKnownAsync(Stop), given.InForce.WhenLimitsAreKnownAsync(enough.Token));
        await given.Opening.OpenAsync(Stop);
        given.InForce.Limits.Should().BeEmpty();
        waits.IsCompleted.Should().BeFalse();
        await enough.CancelAsync();
        await ((Func<Task>)(() => givesUp)).Should().ThrowAsync<OperationCanceledException>();

        given.Cloud.ListsNothing = false;
        (await given.Opening.OpenAsync(Stop)).Should().BeNull();

        await waits.WaitAsync(Patience, Stop);
        given.InForce.Limits.Should().HaveCount(2);

        given.Cloud.ListsNothing = true;
        await using var other = given.Another();
        await other.Opening.OpenAsync(Stop);
        await other.InForce.WhenLimitsAreKnownAsync(Stop).WaitAsync(Patience, Stop);
        other.InForce.Limits.Should().HaveCount(2, "the ledger remembers it");
    }
}
