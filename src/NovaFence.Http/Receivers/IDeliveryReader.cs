namespace NovaFence.Http.Receivers;

/// <summary>Reads deliveries as their receivers do, whoever brings them: nothing is asked about authenticity, and nothing is acted on.</summary>
public interface IDeliveryReader
{
    /// <summary>The receivers there are, on or off.</summary>
    IReadOnlyList<string> Receivers { get; }

    /// <summary>Reads a body; never throws, whatever it holds.</summary>
    /// <param name="receiver">Which receiver it is for; null: recognised from the body.</param>
    /// <param name="body">The body as it was sent.</param>
    /// <param name="receivedAt">When it was, or is to count as, received, UTC.</param>
    DeliveryReading Read(string? receiver, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);
}
