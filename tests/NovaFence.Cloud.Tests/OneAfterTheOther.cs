namespace NovaFence.Cloud.Tests;

/// <summary>Tests that take the cloud's services away, or share its hosts.</summary>
[CollectionDefinition(Name)]
public sealed class OneAfterTheOther
{
    public const string Name = "one after the other";
}
