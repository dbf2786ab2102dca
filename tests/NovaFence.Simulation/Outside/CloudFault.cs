namespace NovaFence.Simulation.Outside;

/// <summary>What may happen to one call of the cloud.</summary>
internal enum CloudFault
{
    /// <summary>A PUT never leaves: no connection.</summary>
    Unreachable,

    /// <summary>A PUT leaves and never arrives, and nobody can tell.</summary>
    NeverArrives,

    /// <summary>A PUT takes effect, and its reply is lost.</summary>
    LostReply,

    /// <summary>A PUT is given up, and takes effect later all the same.</summary>
    Late,

    /// <summary>A PUT takes effect late, and its reply comes after that, if somebody still waits for it.</summary>
    Slow,

    /// <summary>Nova refuses a PUT (409).</summary>
    Refused,

    /// <summary>Nova's policy forbids a PUT (403).</summary>
    NotPermitted,

    /// <summary>A listing fails.</summary>
    ListingFails,

    /// <summary>Nova does not say how many evacuations are under way.</summary>
    CountFails,
}
