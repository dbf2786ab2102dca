using NovaFence.Core.Hosts;

namespace NovaFence.Http.Answers;

/// <summary>The answer to everything about pauses: those that hold now.</summary>
internal sealed record PausesAnswer(IReadOnlyList<Pause> Pauses);
