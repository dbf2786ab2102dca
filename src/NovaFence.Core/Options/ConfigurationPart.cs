namespace NovaFence.Core.Options;

/// <summary>One kind of options, and the section that it is read from. All of them together are what may stand under <c>NovaFence:</c>.</summary>
/// <param name="Section">The section's path, such as <c>NovaFence:Cloud</c>.</param>
/// <param name="Type">The options' type; its properties are the keys.</param>
public sealed record ConfigurationPart(string Section, Type Type);

/// <summary>A variable of the environment that a program reads by itself although its name looks like that of a key.</summary>
/// <param name="Name">Its name.</param>
public sealed record OwnVariable(string Name);
