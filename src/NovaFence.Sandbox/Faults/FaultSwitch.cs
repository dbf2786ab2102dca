using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Faults;

/// <summary>Puts faults between a request and its service.</summary>
internal static class FaultSwitch
{
    public static async ValueTask<Reply> ThroughAsync(
        Fault? fault, SandboxService service, TimeProvider clock, Func<bool, ValueTask<Reply>> handle, CancellationToken aborted)
    {
        if (fault is null)
            return await handle(false);
        if (fault.Delay != TimeSpan.Zero)
            await Task.Delay(fault.Delay, clock, aborted);
        switch (fault.Kind)
        {
            case FaultKind.Dropped:
            case FaultKind.DatabaseDown when service == SandboxService.Keystone:
                return Reply.Cut;
            case FaultKind.ReplyLost:
                return (await handle(false)).Lost();
            case FaultKind.DatabaseDown:
                return await handle(true);
            case FaultKind.BadGateway:
                return WebobReply.Html(502, "502 Bad Gateway", "The server returned an invalid or incomplete response.", "");
            case FaultKind.Unavailable:
                return WebobReply.Html(503, "503 Service Unavailable", "No server is available to handle this request.", "");
            case FaultKind.GatewayTimeout:
                return WebobReply.Html(504, "504 Gateway Time-out", "The server didn't respond in time.", "");
            default:
                return await handle(false);
        }
    }
}
