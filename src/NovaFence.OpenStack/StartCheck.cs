using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Configuration;

namespace NovaFence.OpenStack;

/// <summary>Refuses to start on a cloud that is too old; one that is away, or refuses our credentials today, is only reported.</summary>
internal sealed partial class StartCheck(CloudSession session, CloudSettings settings, TimeProvider time, ILogger<StartCheck> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Limits.StartTimeout == TimeSpan.Zero)
            return;
        using var patience = new CancellationTokenSource(settings.Limits.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (await session.OpenAsync(either.Token) is SessionResult.Closed closed)
            {
                if (closed.TooOld)
                    throw new UnsupportedCloudException(closed.Why);
                Log.NotReady(logger, closed.Why);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotReady(logger, $"It did not answer within {settings.Limits.StartTimeout.TotalSeconds:0.#} s.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(2040, LogLevel.Error, "The cloud is not ready: {Why} Starting all the same")]
        public static partial void NotReady(ILogger logger, string why);
    }
}
