namespace NovaFence.TestPrograms;

/// <summary>One command, and what it finds around it.</summary>
/// <param name="Folder">Where it runs.</param>
/// <param name="Variables">All of its environment.</param>
/// <param name="Arguments">What is typed behind <c>novafence</c>.</param>
public sealed record AskedCommand(string Folder, IReadOnlyDictionary<string, string?> Variables, IReadOnlyList<string> Arguments);
