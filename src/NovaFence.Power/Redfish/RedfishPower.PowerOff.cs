using NovaFence.Core.Power;

namespace NovaFence.Power.Redfish;

/// <content>Switches a machine off.</content>
internal sealed partial class RedfishPower
{
    /// <inheritdoc />
    public async Task<PowerOffReply> SwitchOffAsync(string host, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken)
    {
        if (map.Configured(host) is not { } bmc)
            return NotSent(NotConfigured(host).Read);
        var gate = _gates.GetOrAdd(bmc.Origin.Authority, static _ => new SemaphoreSlim(1, 1));
        try
        {
            await gate.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new PowerOffReply(PowerOffStatus.NotSent, "its BMC had not answered another question yet, and was told nothing", null);
        }

        try
        {
            if (Open(bmc, null, out var notAsked) is not { } conversation)
                return NotSent(notAsked!.Read);
            PowerOffReply reply;
            await using (conversation)
                reply = await new PowerSwitch(conversation, bmc, map, options.ReadWithin, clock).SwitchOffAsync(isStillMeant, cancellationToken);
            metrics.SwitchedOff(reply.Status);
            if (conversation.IsSessionLeft)
                Log.SessionLeft(logger, bmc.Host);
            return reply;
        }
        finally
        {
            gate.Release();
        }
    }

    private static PowerOffReply NotSent(PowerRead read) => new(PowerOffStatus.NotSent, read.Facts, read);
}
