using NovaFence.Core.Cloud;

namespace NovaFence.OpenStack.Checking;

/// <summary>Says whether our clock agrees with Keystone's.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";
    private const string ToDo = "Let NTP keep the clocks of this machine, the cloud and the monitoring together: alerts are ordered and judged stale by them.";

    // Keystone tells whole seconds, and the way there and back takes its time too.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Harmful = TimeSpan.FromMinutes(2);

    /// <param name="ahead">How far Keystone's clock is ahead of ours; null when the token did not tell.</param>
    public static CheckLine Of(TimeSpan? ahead)
    {
        if (ahead is not { } off)
            return CheckLine.Warning(Name, "Keystone's time could not be learnt: its token has no issued_at that can be read, or was long in coming.", ToDo);

        var amount = off.Duration();
        var found = FormattableString.Invariant($"This machine's clock is {amount.TotalSeconds:0} s {(off < TimeSpan.Zero ? "ahead of" : "behind")} Keystone's.");
        if (amount > Harmful)
            return CheckLine.Failed(Name, found, ToDo);
        return amount > Unnoticed ? CheckLine.Warning(Name, found, ToDo) : CheckLine.Ok(Name, "This machine's clock and Keystone's agree.");
    }
}
