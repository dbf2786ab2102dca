using NovaFence.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
