using NovaFence.Core.Hosts;

namespace NovaFence.Http.Answers;

/// <summary>The answer to <c>POST /api/explain</c>, in the delivery's order.</summary>
internal sealed record ExplanationsAnswer(IReadOnlyList<Explanation> Explanations);
