namespace NovaFence.Core.Cloud;

/// <summary>The answer to a listing: the services, or why there are none.</summary>
public abstract record CloudListing
{
    private CloudListing() { }

    /// <summary>Nova answered.</summary>
    public sealed record Listed(IReadOnlyList<ComputeService> Services) : CloudListing
    {
        /// <summary>
        /// How far the cloud's clock is ahead of ours, by what Keystone said when it issued the token in use (<c>issued_at</c>); negative where it is
        /// behind, null where it is not known. Nova sends no <c>Date</c> under every server, so the token is the one clock that can be had.
        /// </summary>
        public TimeSpan? ClockAhead { get; init; }
    }

    /// <summary>Nova or Keystone did not answer, or refused; <paramref name="Why"/> is a sentence for a person, without secrets.</summary>
    public sealed record Unavailable(string Why) : CloudListing
    {
        /// <summary>True when Nova's policy does not let this user list compute services (403): that does not pass by itself.</summary>
        public bool NotPermitted { get; init; }
    }
}
