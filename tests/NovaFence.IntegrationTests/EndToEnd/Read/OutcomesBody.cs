namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>The answer to a delivery or a command.</summary>
internal sealed record OutcomesBody(IReadOnlyList<OutcomeRow> Outcomes);
