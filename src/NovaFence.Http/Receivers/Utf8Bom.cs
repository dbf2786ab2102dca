namespace NovaFence.Http.Receivers;

/// <summary>A byte order mark in front of JSON means nothing, and RFC 8259 (8.1) lets a reader pass over it.</summary>
internal static class Utf8Bom
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>How many bytes to skip.</summary>
    public static int Length(ReadOnlySpan<byte> body) => body.StartsWith(Mark) ? Mark.Length : 0;

    /// <summary>The body without it.</summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> body) => body[Length(body)..];
}
