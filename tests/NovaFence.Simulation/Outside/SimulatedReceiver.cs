using NovaFence.Core.Notify;
using NovaFence.Simulation.Instances;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Outside;

/// <summary>A receiver of notifications that is slow, refuses, or takes one and does not say so; until trouble stops.</summary>
internal sealed class SimulatedReceiver(World world, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // By itself, so that histories without a receiver stay as they are.
    private readonly Random _random = new(seed);

    /// <summary>What it took, in its order; what was told twice stands there twice.</summary>
    internal List<Notification> Taken { get; } = [];

    internal Task<SendResult> TakeAsync(Instance by, Notification notification, CancellationToken cancellationToken)
    {
        var answer = new Answer<SendResult>(cancellationToken);
        var kind = world.IsEnding ? 9 : _random.Next(10);
        world.Clock.In(TimeSpan.FromMilliseconds(_random.Next(1, 400)), () =>
        {
            switch (kind)
            {
                case 0:
                    answer.Give(new SendResult.Failed("it answered 503"));
                    break;
                case 1:
                    Take(by, notification);
                    world.Clock.In(Patience, () => answer.Give(new SendResult.Failed("no answer")));
                    break;
                case 2:
                    world.Clock.In(Patience, () => answer.Give(new SendResult.Failed("no answer")));
                    break;
                default:
                    Take(by, notification);
                    answer.Give(new SendResult.Taken());
                    break;
            }
        });
        return answer.Task;
    }

    private void Take(Instance by, Notification notification)
    {
        world.Tell($"{by} tells {notification.Kind} of {notification.Host ?? "no host"}: {notification.Text}");
        Taken.Add(notification);
    }
}
