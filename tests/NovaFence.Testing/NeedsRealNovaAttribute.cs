namespace NovaFence.Testing;

/// <summary>A real Keystone and Nova, which <c>OS_*</c> names and <c>NOVAFENCE_CONTRACT_CLOUD=real</c> gives to the tests, to force its hosts down and up.</summary>
public sealed class NeedsRealNovaAttribute : NeedsAttribute
{
    /// <summary>Whether its services have to be stopped, by the command in <c>NOVAFENCE_CONTRACT_COMPUTE</c>.</summary>
    public bool ThatStops { get; init; }

    public override string? Missing => Variable("NOVAFENCE_CONTRACT_CLOUD") == "real" && Variable("OS_AUTH_URL") is not null && Variable("OS_USERNAME") is not null
        && (!ThatStops || Variable("NOVAFENCE_CONTRACT_COMPUTE") is not null)
        ? null
        : $"there is no real Nova: NOVAFENCE_CONTRACT_CLOUD is not 'real', or OS_*{(ThatStops ? " and NOVAFENCE_CONTRACT_COMPUTE" : "")} do not name one; '.ci/run' makes one";

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
