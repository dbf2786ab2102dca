using NovaFence.Core.Notify;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Instances;

/// <summary>The way of one instance to the receiver of notifications; in most histories there is none.</summary>
internal sealed class ReceiverDoor(World world, Instance by) : INotificationSender
{
    private static readonly IReadOnlyList<NotifiedReceiver> One = [new("ops", "the receiver")];

    public IReadOnlyList<NotifiedReceiver> Receivers => world.History.IsTold ? One : [];

    public Task<SendResult> SendAsync(string receiver, Notification notification, CancellationToken cancellationToken) => world.Receiver.TakeAsync(by, notification, cancellationToken);
}
