namespace NovaFence.OpenStack.Tests.Wire.Recorded;

/// <summary>One request and its reply, as recorded.</summary>
public sealed record RecordedExchange(
    string Title,
    string Method,
    string Url,
    IReadOnlyList<(string Name, string Value)> RequestHeaders,
    string? RequestBody,
    int Status,
    IReadOnlyList<(string Name, string Value)> ReplyHeaders,
    string ReplyBody);
