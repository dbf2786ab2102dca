using NovaFence.OpenStack.Compute.Wire;

namespace NovaFence.OpenStack.Compute;

/// <summary>What the version document allows.</summary>
internal abstract record Negotiation
{
    private Negotiation() { }

    public sealed record Agreed(MicroversionPlan Plan) : Negotiation;

    /// <summary>The cloud is too old. Only an upgrade changes that.</summary>
    public sealed record TooOld(string Why) : Negotiation;

    public static Negotiation With(VersionReply? reply, Microversion? max, ComputeEndpoint endpoint)
    {
        if (!Microversion.TryParse(reply?.Version?.Version, out var newest))
            return new TooOld($"Nova at {endpoint} has no microversions; force-down needs 2.11 (Liberty).");
        if (!Microversion.TryParse(reply?.Version?.MinVersion, out var oldest))
            oldest = newest;
        if (newest < Microversion.ForcedDown)
            return new TooOld($"Nova at {endpoint} has the compute API microversions {oldest} to {newest}; force-down needs 2.11 (Liberty).");
        var allowed = max is { } limit && limit < newest ? limit : newest;
        return allowed < oldest
            ? new TooOld($"Nova at {endpoint} has the compute API microversions {oldest} to {newest}, and MaxMicroversion allows none of them.")
            : new Agreed(new MicroversionPlan(oldest, allowed));
    }
}
