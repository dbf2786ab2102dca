namespace NovaFence.Functions.Tests.Infra;

/// <summary>Tests that read the same deployment: it takes the compiler a while.</summary>
[CollectionDefinition]
public sealed class OneDeployment : ICollectionFixture<Deployment>;
