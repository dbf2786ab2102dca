using System.Buffers;

namespace NovaFence.Http.Bodies;

/// <summary>
/// A whole body, as its raw bytes, in a buffer that goes back to the pool when this is dropped or disposed of. Its room goes back with it, or, where what was made
/// of it takes more than the body did, when this is disposed of.
/// </summary>
internal sealed class RequestBody(byte[] buffer, int length, BodyRoom room) : IDisposable
{
    private readonly int _taken = buffer.Length;
    private byte[]? _buffer = buffer;
    private int _hasRoom = 1;

    public ReadOnlyMemory<byte> Bytes => new(_buffer, 0, _buffer is null ? 0 : length);

    /// <summary>The bytes are not needed any more; what was read from them is.</summary>
    public void Drop()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        if (!room.IsHeldUntilAnswered)
            GiveBack();
    }

    public void Dispose()
    {
        Drop();
        GiveBack();
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _hasRoom, 0) == 1)
            room.GiveBack(_taken);
    }
}
