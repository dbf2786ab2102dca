using Microsoft.Extensions.Hosting;

namespace NovaFence.Core.Notify;

/// <summary>Tells receivers for as long as a server runs.</summary>
internal sealed class OutboxService(IOutbox outbox) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => outbox.RunAsync(stoppingToken);
}
