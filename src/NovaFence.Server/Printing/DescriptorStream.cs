using System.Runtime.InteropServices;

namespace NovaFence.Server.Printing;

/// <summary>
/// Writes to a standard stream with write(2). The framework's stream would start its terminal handling first, which sends a control sequence to the
/// terminal; and a <see cref="FileStream"/> keeps an offset of its own, so that two of them on one file overwrite each other.
/// </summary>
internal sealed class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var left = buffer.ToArray();
        while (left.Length > 0)
        {
            var written = write(descriptor, left, left.Length);
            if (written > 0)
            {
                left = left[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain:
                    Thread.Sleep(TimeSpan.FromMilliseconds(5));
                    break;
                case BrokenPipe:
                    // Whoever read it, such as head(1), has seen enough.
                    return;
                case var error:
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint write(int descriptor, byte[] buffer, nint count);
}
