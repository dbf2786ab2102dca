using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>An alert that names no host that Nova knows, or more than one, or that no record has room for: held, or ended.</summary>
/// <param name="Name">What the alert named; null when it named nothing.</param>
/// <param name="Alert">The alert, with the reason it is held for while it fires.</param>
internal sealed record UnresolvedAlert(string? Name, AlertEntry Alert)
{
    /// <summary>Most places that are kept. An alert that names more hosts is not looked up again by itself.</summary>
    private const int MostMentions = 16;

    /// <summary>Most characters of all of them together, each of which takes up to six in JSON: they fit into a row with the alert.</summary>
    private const int MostMentionCharacters = 3000;

    /// <summary>Most of them that are kept: beyond that they are counted and told together, so that a flood of unknown names fills neither ledger nor log.</summary>
    public const int Most = 200;

    /// <summary>The id of the row of all those beyond the bound.</summary>
    internal const string More = "more:";

    /// <summary>
    /// The names in the alert, and where they stand, so that they are looked up again as they were at first; null where there is only <see cref="Name"/>, empty
    /// where they were too many to be kept.
    /// </summary>
    public IReadOnlyList<HostMention>? Mentions { get; init; }

    /// <summary>One of the first edition's in this one's terms: it waits for its sender, and is told of. The same where it is this one's.</summary>
    internal UnresolvedAlert CarriedOver() => Alert.IsOfFirstEdition ? this with { Alert = Alert.CarriedOver(overruledAt: null) } : this;

    /// <summary>The places as they are kept: only what may be a host's name. One that names nobody where they are too many.</summary>
    internal static IReadOnlyList<HostMention> Kept(IReadOnlyList<HostMention> mentions)
    {
        var kept = mentions.Select(mention => new HostMention(Excerpt.Of(mention.From), mention.Text is null ? null : HostNames.In(mention.Text)) { Decides = mention.Decides })
            .Where(mention => mention.Text is not null).Distinct().ToList();
        return kept.Count > MostMentions || kept.Sum(mention => mention.From.Length + mention.Text!.Length) > MostMentionCharacters ? [new HostMention("too many places", null)] : kept;
    }
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
