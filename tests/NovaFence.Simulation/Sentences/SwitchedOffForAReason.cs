using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 12. No machine is told to go off but by the intent of an alert whose route says so and has its evidence, with a look just before that showed its host free and not
/// alive, which is in the ledger by then, and not twice within ten minutes; and nothing is unset while it may act.
/// </summary>
internal sealed class SwitchedOffForAReason : Sentence
{
    private static readonly TimeSpan NotAgainFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ActsWithin = TimeSpan.FromSeconds(120);

    /// <summary>A look before it, a commit, and one more read of the BMC: what goes by at most from the first of them to the request, and a second.</summary>
    private static readonly TimeSpan ConfirmTakes = TimeSpan.FromSeconds(6);

    /// <summary>Clocks of two instances differ by so much at most, and a PUT may have been sent when the other one begins.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(10);

    internal override int Number => 12;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            Told? before = null;
            foreach (var told in host.Host.Machine.Told)
            {
                if (Doubt(past, host, told, before) is { } doubt)
                    return $"the machine of {host.Name} was told to go off by {told.By} at {At(told.At - past.World.Clock.Start)}, {doubt}";
                if (told.MayAct && host.Puts.Find(put => put is { Down: false, FoundDown: true } && put.Number > told.Number && put.At < told.At + ActsWithin - Allowance) is { } unset)
                    return $"{host.Name} was unset by {unset.By} at {At(unset.At - past.World.Clock.Start)}, and its machine, told to go off at {At(told.At - past.World.Clock.Start)}, may do so still";
                before = told;
            }
        }

        return null;
    }

    private static string? Doubt(Past past, HostPast host, Told told, Told? before)
    {
        if (!past.History.Setup.SwitchesOff)
            return "and no route says so";
        if (told.By.Observes)
            return "which only observes";
        if (before is not null && told.At - before.At < NotAgainFor)
            return $"and it had been told at {At(before.At - past.World.Clock.Start)}";
        if (host.Versions.FindLast(version => version.IsIntent && version.Number < told.Number && version.Commit.By == told.By && version.Row.Attempt!.SwitchesOff) is not { } intent)
            return "and the ledger had no intent of it";
        if (told.At + told.By.Ahead > intent.Row.Attempt!.Until)
            return "after its lease had ended";
        if (host.Versions.Find(version => version.Number > intent.Number && version.Number < told.Number && version.Commit.By == told.By && version.Row.SwitchedOff?.Attempt == intent.Row.Attempt.Id) is not { } written)
            return "and the ledger did not have it by then";
        var vouching = host.Alerts.Where(alert => alert.Alert.Kind == AlertKind.Labelled && ForcedDownForAReason.Vouches(host, alert, intent.Number, told.At - host.Time(TimeSpan.Zero), intent.Commit.By)).ToList();
        if (vouching.Count == 0)
            return "and no alert whose route says so had its evidence";
        if (vouching.TrueForAll(alert => host.IsOverruled(alert, intent.Number)))
            return $"although an operator had raised the host, for {vouching[0].Alert.Fingerprint}, which he knew";
        var ended = vouching.TrueForAll(alert => alert.At(written.Number) is { Fires: false, IsCertain: true } && alert.Handings.Exists(end => end is { Said.IsFiring: false, IsTaken: true } && end.Answered < written.Number));
        if (ended)
            return "and what vouched for it had ended";
        if (!past.World.Cloud.Looks.Exists(look => look.By == told.By && look.Began > intent.Number && look.Ended < written.Number && told.At - look.BeganAt < ConfirmTakes && look.Of(host.Name) is { ForcedDown: false }))
            return "and no look just before showed its host free";
        var tells = past.History.KnowsCloudsClock && past.History is { ReportsSlowly: false };
        return tells && host.Host.Heart.Lived(told.At - TimeSpan.FromSeconds(3), told.At) && host.Host.Heart.Between(told.At - TimeSpan.FromSeconds(13), told.At - ConfirmTakes) > 0
            ? "and its nova-compute reports" : null;
    }
}
