using NovaFence.OpenStack.Tests.Wire;

namespace NovaFence.OpenStack.Tests;

/// <summary>All tests on the real cloud, one after the other and after all others: they share its hosts.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealCloud : ICollectionFixture<RealWire>
{
    public const string Name = "The real Keystone and Nova";
}
