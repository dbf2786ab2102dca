namespace NovaFence.Testing;

/// <summary>Somebody who asks for it by a variable of the environment.</summary>
/// <param name="name">The variable; what it says is the tests' own matter.</param>
/// <param name="why">What it is for.</param>
public sealed class NeedsVariableAttribute(string name, string why) : NeedsAttribute
{
    public override string? Missing => Environment.GetEnvironmentVariable(name) is { Length: > 0 } ? null : $"{name} is not set, {why}";
}
