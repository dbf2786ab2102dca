using Microsoft.AspNetCore.Http;
using NovaFence.Sandbox.Compute;
using NovaFence.Sandbox.Faults;
using NovaFence.Sandbox.Identity;

namespace NovaFence.Sandbox.Wire;

/// <summary>Every request: past the faults to its service, into the log, and back.</summary>
internal sealed class Dispatcher(SandboxCloud cloud, SandboxOptions options, IdentityApi identity, ComputeApi compute, TokenCache cache)
{
    private static readonly Fault Unreachable = new(FaultKind.Dropped);

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            Reply reply = await AnswerAsync(context);
            await Exchange.WriteAsync(context, reply, close: options.WebServer == WebServer.Uwsgi);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException and not BadHttpRequestException)
        {
            // The client has gone.
            context.Abort();
        }
    }

    private async ValueTask<Reply> AnswerAsync(HttpContext context)
    {
        bool keystone = context.Request.Path.StartsWithSegments(IdentityApi.Prefix, StringComparison.Ordinal, out PathString rest);
        SandboxService service = keystone ? SandboxService.Keystone : SandboxService.Nova;
        string target = Exchange.RawTarget(context);
        int worker = Exchange.Worker(context, cache.NextWorker);
        Reply reply;
        try
        {
            reply = await FaultSwitch.ThroughAsync(
                await FaultAsync(new(service, context.Request.Method, target), context.RequestAborted),
                service,
                options.TimeProvider,
                async databaseDown =>
                {
                    ApiRequest request = await Exchange.ReadAsync(context, keystone ? rest.Value ?? "" : context.Request.Path.Value ?? "");
                    return keystone ? identity.Handle(request) : await compute.HandleAsync(request, worker, databaseDown, context.RequestAborted);
                },
                context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client has given up waiting. That it asked is still worth knowing.
            reply = Reply.Cut;
        }

        cloud.Requests.Add(new()
        {
            Service = service,
            Method = context.Request.Method,
            Path = target,
            Status = reply.Status,
            At = options.TimeProvider.GetUtcNow(),
            Microversion = reply.Microversion,
            RequestId = reply.RequestId,
            Host = reply.Applied?.Host,
            ForcedDown = reply.Applied?.ForcedDown,
        });
        return reply;
    }

    private async ValueTask<Fault?> FaultAsync(SandboxRequest request, CancellationToken aborted)
    {
        if (cloud.IsAway)
            return Unreachable;
        Fault? fault = cloud.OnRequest is { } hook ? await hook(request, aborted) : null;
        return fault ?? (request.Service == SandboxService.Keystone ? cloud.KeystoneFault : cloud.NovaFault);
    }
}
