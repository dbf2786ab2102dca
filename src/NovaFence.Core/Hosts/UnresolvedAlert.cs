namespace NovaFence.Core.Hosts;

/// <summary>An alert that names no host that Nova knows, or more than one, or that no record has room for: held, or ended.</summary>
/// <param name="Name">What the alert named; null when it named nothing.</param>
/// <param name="Alert">The alert, with the reason it is held for while it fires.</param>
public sealed record UnresolvedAlert(string? Name, AlertEntry Alert)
{
    /// <summary>Most of them that are kept: beyond that they are counted and told together, so that a flood of unknown names fills neither ledger nor log.</summary>
    public const int Most = 200;
}

/// <summary>
/// Which hosts' records have an alert: the host it was first heard for comes first. Without a host it says that the alert waits beside the records, or
/// ended there: a commit of an earlier event that the store carries out only then must not find the place free.
/// </summary>
/// <param name="Hosts">The hosts, in Nova's spelling.</param>
internal sealed record AlertIdentity(IReadOnlyList<string> Hosts)
{
    /// <summary>Those of them that have it only because another alert of theirs was merged into it.</summary>
    public IReadOnlyList<string>? Merged { get; init; }

    /// <summary>The host it was first heard for; null where it was heard of only in merges.</summary>
    internal string? FirstHeard => Hosts.FirstOrDefault(host => Merged?.Contains(host, StringComparer.OrdinalIgnoreCase) != true);
}
