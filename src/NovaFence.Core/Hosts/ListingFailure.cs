namespace NovaFence.Core.Hosts;

/// <summary>Why a listing was not had.</summary>
/// <param name="Why">A sentence for a person.</param>
/// <param name="NotPermitted">Whether Nova does not let this user list compute services: that does not pass by itself.</param>
internal sealed record ListingFailure(string Why, bool NotPermitted = false)
{
    /// <summary>When the first one was asked for of those that were not had since the last that was.</summary>
    internal DateTimeOffset Since { get; init; }

    /// <summary>What was said, and what to do about it where somebody has to do something.</summary>
    internal string Sentence => NotPermitted
        ? $"Nova does not let this user list compute services ({Why}); give it a role that os_compute_api:os-services:list allows, by default an administrator's"
        : Why;
}
