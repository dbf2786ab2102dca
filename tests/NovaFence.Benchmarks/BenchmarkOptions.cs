namespace NovaFence.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of single hosts.</param>
/// <param name="Storms">Rounds of storms.</param>
/// <param name="Tables">Whether the Azurite ledger takes part.</param>
/// <param name="Breakdown">Whether the calls to cloud and ledger are timed one by one; it costs a little.</param>
internal sealed record BenchmarkOptions(int Rounds, int Storms, bool Tables, bool Breakdown);
