using NovaFence.Core.Cloud;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 2. Nothing is unset that was not seen free by the look of the intent that took it down, unless an operator says so by name. Nor is a person's
/// <c>disabled</c> overwritten or taken back.
/// </summary>
internal sealed class UnsetOnlyWhatIsOurs : Sentence
{
    /// <summary>What a person did so long ago, every look shows.</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(6);

    internal override int Number => 2;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (put.Status != StatusChange.Keep && put.At - put.DisabledByOthersAt > Seen)
                    return $"{host.Name} was {(put.Status == StatusChange.Disable ? "disabled" : "enabled")} by {put.By} at {At(put.At - past.World.Clock.Start)}, although a person had disabled it";
                if (!put.Down && Doubt(host, put) is { } doubt)
                    return $"{host.Name} was unset by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }
        }

        return null;
    }

    private static string? Doubt(HostPast host, Put put)
    {
        if (put.By.Observes)
            return "which only observes";
        if (host.IntentOf(put) is not { } intent)
            return "and the ledger had no intent of it";
        if (host.WasSeveral(intent))
            return "and Nova listed several services of that name";
        if (put.At + put.By.Ahead > intent.Row.Attempt!.Until)
            return "after its lease had ended";
        if (host.IsUnsetByAnOperator(intent.Number))
            return null;
        var cleared = host.ClearedBefore(intent.Number);
        var taking = host.Versions.FindAll(version => version.IsIntent && version.Row.Attempt!.Down && version.Number < intent.Number && (version.Number > cleared || host.IsInDoubt(version)));
        if (taking.Exists(version => version.Row.Before != "unknown" && (host.WasSeen(version, forcedDown: false) || WasTakenEarlier(host, version))))
            return null;
        return taking.Count == 0 ? "and nothing had forced it down through NovaFence" : "and no listing before the intent that took it down had shown it free";
    }

    /// <summary>Whether the host was down already for an intent whose look had shown it free, and had not been clear in between.</summary>
    private static bool WasTakenEarlier(HostPast host, HostPast.Version taking)
    {
        var cleared = host.ClearedBefore(taking.Number);
        return host.Versions.Exists(version => version.IsIntent && version.Row.Attempt!.Down && version.Number > cleared && version.Number < taking.Number && version.Row.Before != "unknown" && host.WasSeen(version, forcedDown: false));
    }
}
