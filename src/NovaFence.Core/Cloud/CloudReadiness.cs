namespace NovaFence.Core.Cloud;

/// <summary>Whether the cloud can be called without first having to ask for a token.</summary>
/// <param name="IsReady">A valid token, the compute endpoint and a usable microversion are there.</param>
/// <param name="Why">What is missing, as a sentence without secrets; null when ready.</param>
/// <param name="Details">Facts for a person: microversion, endpoint, when the token expires, when it was last shown to Nova.</param>
public sealed record CloudReadiness(bool IsReady, string? Why, IReadOnlyDictionary<string, string> Details);
