namespace NovaFence.Testing;

/// <summary>How much is tried: what <c>dotnet test</c> has time for, or with <c>NOVAFENCE_THOROUGH=1</c>, as in a phase of <c>.ci/run</c>, all.</summary>
public static class Thorough
{
    internal const string Variable = "NOVAFENCE_THOROUGH";

    /// <summary>Whether all is tried.</summary>
    public static bool Is { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>How many of a kind are tried. A class that asks has <see cref="ThoroughAttribute"/>, so that the phase runs it again.</summary>
    public static int Of(int some, int all) => Is ? all : some;
}
