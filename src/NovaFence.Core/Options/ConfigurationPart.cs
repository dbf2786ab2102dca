namespace NovaFence.Core.Options;

/// <summary>One kind of options, and the section that it is read from. All of them together are what may stand under <c>NovaFence:</c>.</summary>
/// <param name="Section">The section's path, such as <c>NovaFence:Cloud</c>.</param>
/// <param name="Type">The options' type; its properties are the keys.</param>
public sealed record ConfigurationPart(string Section, Type Type);
