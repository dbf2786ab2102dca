using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Running;

/// <summary>The people: each gives a command and waits for the answer.</summary>
internal sealed class Operators(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Every command that reached an instance.</summary>
    internal List<Order> Orders { get; } = [];

    internal void Give(int slot, string host, bool down)
    {
        if (world.At(slot) is not { } instance)
        {
            world.Tell($"nobody takes an operator's command for {host}");
            return;
        }

        var order = new Order(world.NextNumber(), world.Elapsed, host, down) { IsOfTheEnd = world.IsEnding };
        Orders.Add(order);
        world.Tell($"{instance} is told by an operator: {host} {(down ? "down" : "up")}");
        instance.Do(async () =>
        {
            using var patience = new CancellationTokenSource(Patience, world.Clock);
            var outcome = await CommandAsync(instance.Fencer, new OperatorCommand(world.History.Setup.Called(host, order.Number), down, "maintenance", "cli") { Force = world.History.OperatorsForce }, patience.Token);
            if (outcome is null)
                return;
            order.Answer(world.NextNumber(), world.Elapsed, outcome, world.Ledger.Rows);
            world.Said("an answer", outcome.Verdict.Text);
            world.Tell($"{instance} answers the operator: {outcome.Verdict.Kind}: {outcome.Verdict.Text}");
        });
    }

    /// <summary>The last words of operators who were not told that it is done, or who spoke while somebody else did.</summary>
    internal IEnumerable<Order> Doubtful => Orders.GroupBy(order => order.Host, StringComparer.Ordinal).Select(Last).OfType<Order>();

    /// <summary>They speak again.</summary>
    internal void RepeatDoubtful()
    {
        foreach (var order in Doubtful.ToList())
            Give(world.AnySlot(), order.Host, order.Down);
    }

    private static Order? Last(IEnumerable<Order> orders)
    {
        var last = orders.MaxBy(order => order.Number)!;
        var isDoubtful = !last.IsDone || (!last.IsOfTheEnd && orders.Any(other => other != last && other.Answered > last.Number));
        return isDoubtful ? last : null;
    }

    private static async Task<Outcome?> CommandAsync(IFencer fencer, OperatorCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await fencer.CommandAsync(command, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
