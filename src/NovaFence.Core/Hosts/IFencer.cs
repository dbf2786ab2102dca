using NovaFence.Core.Alerts;

namespace NovaFence.Core.Hosts;

/// <summary>The one way to change a host, whoever asks: decide, intent to the ledger, one PUT, outcome to the ledger.</summary>
public interface IFencer
{
    /// <summary>Deals with every alert of one delivery, side by side and bounded.</summary>
    /// <param name="alerts">The alerts, authentic and parsed.</param>
    /// <param name="answerWithin">How long the sender waits. What is not done by then comes back as an outcome that may pass.</param>
    /// <param name="cancellationToken">The caller's; nothing is left running when this returns or throws.</param>
    Task<DeliveryOutcome> DeliverAsync(IReadOnlyList<AlertEvent> alerts, TimeSpan answerWithin, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down what a delivery gives cause to worry about although every alert in it was dealt with, such as hosts that it left out.
    /// </summary>
    /// <param name="receiver">The receiver that took the delivery.</param>
    /// <param name="warning">A sentence for a person, without secrets.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>False when the ledger did not answer; then only the log has it.</returns>
    Task<bool> WarnAsync(string receiver, string warning, CancellationToken cancellationToken);

    /// <summary>Carries out an operator's command.</summary>
    Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken);
}
