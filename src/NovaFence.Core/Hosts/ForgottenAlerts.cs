namespace NovaFence.Core.Hosts;

/// <summary>
/// The alerts of one host that made room in its full record for others, the newest last. Whose they are is known as long as they stand here: the next event of one of them, whose title or labels
/// name another host by then, is not the first that is heard of it.
/// </summary>
/// <param name="Alerts">The alerts.</param>
internal sealed record ForgottenAlerts(IReadOnlyList<ForgottenAlerts.Id> Alerts)
{
    /// <summary>Most of one host: with the longest ids they fit into a row.</summary>
    internal const int Most = 60;

    /// <summary>One alert.</summary>
    /// <param name="Receiver">Who received it.</param>
    /// <param name="Fingerprint">Which it is there.</param>
    internal sealed record Id(string Receiver, string Fingerprint);
}
