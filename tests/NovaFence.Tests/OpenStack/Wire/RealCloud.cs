namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>All tests on the real cloud, one after the other: they share its hosts.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealCloud : ICollectionFixture<RealWire>
{
    public const string Name = "The real Keystone and Nova";
}
