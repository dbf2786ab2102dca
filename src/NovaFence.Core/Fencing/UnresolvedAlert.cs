namespace NovaFence.Core.Fencing;

/// <summary>A hold whose alert names no host that Nova knows, or more than one: there is no fence record to keep it in.</summary>
/// <param name="Name">What the alert named; null when it named nothing.</param>
/// <param name="Alert">The alert, with the reason it is held for.</param>
public sealed record UnresolvedAlert(string? Name, AlertEntry Alert);
