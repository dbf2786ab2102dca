using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

internal sealed record AlwaysAnswered() : Break("answer", 3, "everything is answered 2xx, stored or not")
{
    internal override IFencer Of(IFencer fencer, IServiceProvider services) => new Agreeable(fencer);

    private sealed class Agreeable(IFencer fencer) : IFencer
    {
        public async Task<DeliveryOutcome> DeliverAsync(IReadOnlyList<Core.Alerts.AlertEvent> alerts, TimeSpan answerWithin, CancellationToken cancellationToken)
        {
            var delivery = await fencer.DeliverAsync(alerts, answerWithin, cancellationToken);
            return new DeliveryOutcome([.. delivery.Outcomes.Select(outcome => outcome.MayPass ? outcome with { Verdict = outcome.Verdict with { Kind = Core.Decisions.VerdictKind.Recorded } } : outcome)]);
        }

        public Task<bool> WarnAsync(string receiver, string warning, CancellationToken cancellationToken) => fencer.WarnAsync(receiver, warning, cancellationToken);

        public Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken) => fencer.CommandAsync(command, cancellationToken);
    }
}
