namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>What the audit says of one host.</summary>
internal sealed record FindingRow(string Host, string Kind, string State, string Did, string ToDo);
