using Xunit.v3;

namespace NovaFence.Testing;

/// <summary>A class of tests that tries more with <c>NOVAFENCE_THOROUGH=1</c>: the trait by which <c>.ci/run</c> runs it once more.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ThoroughAttribute : Attribute, ITraitAttribute
{
    internal static readonly IReadOnlyCollection<KeyValuePair<string, string>> Traits = [KeyValuePair.Create("Tier", "thorough")];

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => Traits;
}
