using Xunit.v3;

namespace NovaFence.Testing;

/// <summary>More time than <c>dotnet test</c> has: a class of tests that is run with <c>NOVAFENCE_THOROUGH=1</c> alone, as in a phase of <c>.ci/run</c>.</summary>
/// <param name="why">What takes the time, and what is run otherwise.</param>
public sealed class NeedsTimeAttribute(string why) : NeedsAttribute, ITraitAttribute
{
    public override string? Missing => Thorough.Is ? null : $"{Thorough.Variable} is not 1, as it is in '.ci/run': {why}";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => ThoroughAttribute.Traits;
}
