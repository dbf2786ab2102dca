using System.Buffers;

namespace NovaFence.Http.Bodies;

/// <summary>A whole body, as its raw bytes, in a buffer that goes back to the pool, and its room with it, when this is disposed of.</summary>
internal sealed class RequestBody(byte[] buffer, int length, BodyRoom room) : IDisposable
{
    private byte[]? _buffer = buffer;

    public ReadOnlyMemory<byte> Bytes => new(_buffer, 0, _buffer is null ? 0 : length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is not { } rented)
            return;
        ArrayPool<byte>.Shared.Return(rented);
        room.GiveBack(rented.Length);
    }
}
