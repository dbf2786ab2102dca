namespace NovaFence.Benchmarks.Clouds;

/// <summary>There is no cloud to measure on, and the message says what to do about it.</summary>
internal sealed class NoTargetException(string message) : Exception(message);
