using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Recording;

/// <summary>Makes the folder of recordings at start. One that cannot be made stops the start: whoever asked for recordings would find none.</summary>
internal sealed class RecordingFolder(DeliveryRecorder recorder) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            recorder.Prepare();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OptionsValidationException(nameof(RecordOptions), typeof(RecordOptions), [$"{RecordOptions.Section}:{nameof(RecordOptions.Record)} names a folder that cannot be made: {failure.Message}"]);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
