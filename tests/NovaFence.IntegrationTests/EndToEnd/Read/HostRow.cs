namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>One host.</summary>
internal sealed record HostRow(string Host, bool Known, string State, bool Held, string Owner, string? Reason, string? Command, string? RequestId)
{
    /// <summary>The reason without its facts.</summary>
    public string? Title => Reason?.Split(':')[0];
}
