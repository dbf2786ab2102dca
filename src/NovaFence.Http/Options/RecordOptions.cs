namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Record</c>: whether deliveries are kept as they were received.</summary>
public sealed class RecordOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence";

    /// <summary>
    /// A folder that every authentic delivery's body is written to, for <c>novafence explain</c> and <c>novafence replay</c>; made at start if it is
    /// missing. Bodies only, no headers, so no tokens; but labels and titles may be confidential all the same, and nothing ever clears the folder. Null:
    /// nothing is recorded.
    /// </summary>
    public string? Record { get; set; }
}
