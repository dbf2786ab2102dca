namespace NovaFence.Server.Tests.Crashes;

/// <summary>One host at one moment.</summary>
/// <param name="ForcedDown">What Nova says.</param>
/// <param name="State">What the ledger says; <c>clear</c> where it has nothing of the host.</param>
/// <param name="LeasedUntil">Until when it says that somebody acts on the host; null when nobody does.</param>
/// <param name="Downs">The PUTs so far that forced it down.</param>
/// <param name="Ups">The PUTs so far that unset it.</param>
internal sealed record Snapshot(bool ForcedDown, string State, DateTimeOffset? LeasedUntil, int Downs, int Ups)
{
    /// <summary>The PUTs of this direction.</summary>
    public int Puts(bool down) => down ? Downs : Ups;
}
