namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>One event of a host.</summary>
internal sealed record EventRow(string Kind, string Instance, string Verdict, string Reason, string? State, string? Attempt, string? RequestId, string? Operator, DateTimeOffset? PutSentAt, string? Error);
