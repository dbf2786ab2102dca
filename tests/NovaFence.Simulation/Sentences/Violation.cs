namespace NovaFence.Simulation.Sentences;

/// <summary>A sentence of "What must always hold" that did not, and what shows it.</summary>
/// <param name="Sentence">Its number; 0 for what no sentence says and every one needs: no exception, and an end to everything.</param>
/// <param name="What">What shows it.</param>
internal sealed record Violation(int Sentence, string What);
