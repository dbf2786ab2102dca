namespace NovaFence.Simulation.Histories;

/// <summary>A history in which the first edition did something wrong.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Kind">Its kind, as the redesign numbers them.</param>
/// <param name="Sentence">The sentence that it breaks first of all.</param>
/// <param name="History">The history.</param>
internal sealed record KnownFault(string Name, int Kind, int Sentence, History History);
