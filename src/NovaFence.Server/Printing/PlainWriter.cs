using System.Text;

namespace NovaFence.Server.Printing;

/// <summary>A standard stream to which nothing goes that a terminal would act on, whoever writes; but for the colours of <see cref="Screen"/>.</summary>
internal sealed class PlainWriter(Stream stream) : StreamWriter(stream, new UTF8Encoding(false))
{
    /// <summary>
    /// Whether a line that cannot be written is lost, instead of thrown at whoever writes it: a server does not end over its log, and after an exception the framework's own queue of lines
    /// would be passed by, so that everybody waits for the log.
    /// </summary>
    internal bool LosesLines { get; set; }

    /// <inheritdoc />
    public override void Write(char value) => Pass(PlainText.Lines(value.ToString()));

    /// <inheritdoc />
    public override void Write(string? value) => Pass(value is null ? "" : PlainText.Lines(value));

    /// <inheritdoc />
    public override void Write(char[]? buffer) => Write(buffer is null ? null : new string(buffer));

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc />
    public override void WriteLine() => Write(NewLine);

    /// <inheritdoc />
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc />
    public override void WriteLine(ReadOnlySpan<char> buffer) => Write(buffer.ToString() + NewLine);

    /// <inheritdoc />
    public override Task WriteAsync(char value) => Later(() => Write(value));

    /// <inheritdoc />
    public override Task WriteAsync(string? value) => Later(() => Write(value));

    /// <inheritdoc />
    public override Task WriteAsync(char[] buffer, int index, int count) => Later(() => Write(buffer, index, count));

    /// <inheritdoc />
    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => Later(() => Write(buffer.Span));

    /// <inheritdoc />
    public override Task WriteLineAsync() => Later(WriteLine);

    /// <inheritdoc />
    public override Task WriteLineAsync(char value) => Later(() => Write(value + NewLine));

    /// <inheritdoc />
    public override Task WriteLineAsync(string? value) => Later(() => WriteLine(value));

    /// <inheritdoc />
    public override Task WriteLineAsync(char[] buffer, int index, int count) => Later(() => WriteLine(new string(buffer, index, count)));

    /// <inheritdoc />
    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => Later(() => WriteLine(buffer.Span));

    /// <summary>Writes text that was made fit already.</summary>
    internal void Pass(string text)
    {
        lock (BaseStream)
        {
            try
            {
                base.Write(text);
                Flush();
            }
            catch (IOException) when (LosesLines)
            {
                // The disk is full, for instance. The next line is tried again.
            }
        }
    }

    private static Task Later(Action write)
    {
        write();
        return Task.CompletedTask;
    }
}
