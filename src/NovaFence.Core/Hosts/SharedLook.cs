using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <summary>A listing that several wait for.</summary>
internal sealed class SharedLook
{
    private readonly TaskCompletionSource<Fleet?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DateTimeOffset BeganAt { get; set; }

    internal Task<Fleet?> Result => _source.Task;

    internal void Give(Fleet? fleet) => _source.TrySetResult(fleet);
}
