using System.Collections.Concurrent;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Keeps what reached it, and answers what a test tells it to.</summary>
internal sealed class RecordingFencer : IFencer
{
    public ConcurrentQueue<IReadOnlyList<AlertEvent>> Deliveries { get; } = new();

    public ConcurrentQueue<TimeSpan> Patience { get; } = new();

    public ConcurrentQueue<OperatorCommand> Commands { get; } = new();

    public Func<AlertEvent, Outcome> Decide { get; set; } = alert => new Outcome
    {
        Fingerprint = alert.Fingerprint,
        Host = alert.NamedHost ?? (alert.Mentions is [var first, ..] ? first.Text : null) ?? alert.Labels.GetValueOrDefault("host"),
        Verdict = alert.Status == AlertStatus.Firing
            ? new Verdict(VerdictKind.ForceDown, Reason.HostDown, "Nova confirmed it")
            : new Verdict(VerdictKind.Unset, Reason.LastAlertResolved, "Nova confirmed it"),
        State = alert.Status == AlertStatus.Firing ? HostState.Down : HostState.Clear,
        Elapsed = TimeSpan.FromMilliseconds(17.6),
    };

    public Func<OperatorCommand, CancellationToken, Task<Outcome>> Obey { get; set; } = (command, _) => Task.FromResult(new Outcome
    {
        Host = command.Host,
        Verdict = new Verdict(command.ForcedDown ? VerdictKind.ForceDown : VerdictKind.Unset, Reason.OperatorsWord, "Nova confirmed it"),
        State = command.ForcedDown ? HostState.Down : HostState.Clear,
        Elapsed = TimeSpan.FromMilliseconds(12),
    });

    public ConcurrentQueue<(string Receiver, string Warning)> Warnings { get; } = new();

    public Func<CancellationToken, Task<bool>> Warn { get; set; } = _ => Task.FromResult(true);

    public bool WasReached => !Deliveries.IsEmpty || !Commands.IsEmpty;

    public Task<DeliveryOutcome> DeliverAsync(IReadOnlyList<AlertEvent> alerts, TimeSpan answerWithin, CancellationToken cancellationToken)
    {
        Deliveries.Enqueue(alerts);
        Patience.Enqueue(answerWithin);
        return Task.FromResult(new DeliveryOutcome([.. alerts.Select(Decide)]));
    }

    public Task<bool> WarnAsync(string receiver, string warning, CancellationToken cancellationToken)
    {
        Warnings.Enqueue((receiver, warning));
        return Warn(cancellationToken);
    }

    public Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        Commands.Enqueue(command);
        return Obey(command, cancellationToken);
    }
}
