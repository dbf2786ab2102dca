using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

/// <summary>Tells Core something else than what was delivered.</summary>
internal sealed class RetoldFencer(IFencer fencer, Func<AlertEvent, AlertEvent> retell) : IFencer
{
    public Task<DeliveryOutcome> DeliverAsync(IReadOnlyList<AlertEvent> alerts, TimeSpan answerWithin, CancellationToken cancellationToken) =>
        fencer.DeliverAsync([.. alerts.Select(retell)], answerWithin, cancellationToken);

    public Task<bool> WarnAsync(string receiver, string warning, CancellationToken cancellationToken) => fencer.WarnAsync(receiver, warning, cancellationToken);

    public Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken) => fencer.CommandAsync(command, cancellationToken);
}
