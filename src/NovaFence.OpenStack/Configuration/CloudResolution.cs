namespace NovaFence.OpenStack.Configuration;

/// <summary>The settings, or everything that is wrong with them.</summary>
internal abstract record CloudResolution
{
    private CloudResolution() { }

    public sealed record Complete(CloudSettings Settings) : CloudResolution;

    public sealed record Incomplete(IReadOnlyList<string> Problems) : CloudResolution;
}
