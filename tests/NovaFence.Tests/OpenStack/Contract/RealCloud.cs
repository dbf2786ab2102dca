namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>Tests on the real cloud share its hosts, and therefore run one after the other, and after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealCloud
{
    public const string Name = "the real cloud";
}
