namespace NovaFence.Http.Receivers;

/// <summary>One way in which a sender proves who it is.</summary>
/// <param name="Name">Its name in the description of the API.</param>
/// <param name="Header">The header of the signature; null where it is a bearer token.</param>
/// <param name="Description">What is sent, and where it is configured.</param>
internal sealed record SenderProof(string Name, string? Header, string Description);
