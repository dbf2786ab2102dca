using NovaFence.Core.Checking;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;

namespace NovaFence.OpenStack.Checking;

/// <summary>Our clock against the one that Keystone dates its replies by.</summary>
internal sealed class KeystoneClock(IKeystoneApi keystone, CloudSettings settings, TimeProvider time)
{
    private const string Name = "clock";
    private const string ToDo = "Let NTP keep the clocks of this machine, the cloud and the monitoring together: alerts are ordered and judged stale by them.";

    // A Date is cut to whole seconds, and the way there and back takes its time too.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Harmful = TimeSpan.FromMinutes(2);

    public async Task<CheckLine> CheckAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(settings.Limits.Token.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var asked = time.GetUtcNow();
        using var reply = await keystone.VersionAsync(either.Token);
        var answered = time.GetUtcNow();
        cancellationToken.ThrowIfCancellationRequested();
        if (reply.Headers?.Date is not { } date)
            return CheckLine.Warning(Name, "Keystone's time could not be learnt: its reply, if there was one, has no Date.", ToDo);

        var off = asked + ((answered - asked) / 2) - date - TimeSpan.FromMilliseconds(500);
        var amount = off.Duration();
        var found = FormattableString.Invariant($"This machine's clock is {amount.TotalSeconds:0} s {(off > TimeSpan.Zero ? "ahead of" : "behind")} Keystone's.");
        if (amount > Harmful)
            return CheckLine.Failed(Name, found, ToDo);
        return amount > Unnoticed ? CheckLine.Warning(Name, found, ToDo) : CheckLine.Ok(Name, "This machine's clock and Keystone's agree.");
    }
}
