namespace NovaFence.Server.Tests.Crashes;

/// <summary>What was seen of a whole play.</summary>
/// <param name="Scenes">Each scene.</param>
/// <param name="FirstAudit">The one audit that may be needed.</param>
/// <param name="SecondAudit">The one that must find nothing to do.</param>
/// <param name="PutsBefore">All PUTs before the second audit.</param>
/// <param name="PutsAfter">All PUTs after it.</param>
/// <param name="Places">How many hosts count against the budget at the end.</param>
internal sealed record Report(
    IReadOnlyDictionary<Scene, Seen> Scenes, Audit FirstAudit, Audit SecondAudit, int PutsBefore, int PutsAfter, int Places);
