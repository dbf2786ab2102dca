namespace NovaFence.Core.Cloud;

/// <summary>The answer to a listing: the services, or why there are none.</summary>
public abstract record CloudListing
{
    private CloudListing() { }

    /// <summary>Nova answered.</summary>
    public sealed record Listed(IReadOnlyList<ComputeService> Services) : CloudListing;

    /// <summary>Nova or Keystone did not answer, or refused; <paramref name="Why"/> is a sentence for a person, without secrets.</summary>
    public sealed record Unavailable(string Why) : CloudListing;
}
