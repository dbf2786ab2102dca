// They wait for reports, windows and processes far more than they work.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace NovaFence.Cloud.Tests;

/// <summary>Tests that share compute2 and compute5.</summary>
[CollectionDefinition(Name)]
public sealed class OneAfterTheOther
{
    public const string Name = "one after the other";
}

/// <summary>Tests that share compute1 and compute4, and take their time.</summary>
[CollectionDefinition(Name)]
public sealed class OnTwoHosts
{
    public const string Name = "on two hosts";
}

/// <summary>Tests that share compute3.</summary>
[CollectionDefinition(Name)]
public sealed class OnOneHost
{
    public const string Name = "on one host";
}

/// <summary>Tests that take the cloud's own services away, beside no other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WithoutTheCloud
{
    public const string Name = "without the cloud";
}
