namespace NovaFence.Benchmarks;

/// <summary>Something did not do what is measured, so there is nothing to compare.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
