namespace NovaFence.OpenStack.Identity.Wire;

/// <summary>The body of its 201. The token itself is in the header <c>X-Subject-Token</c>.</summary>
internal sealed class TokenReply
{
    public TokenPart? Token { get; init; }

    internal sealed class TokenPart
    {
        /// <summary>
        /// <c>2026-11-22T14:53:13.000000Z</c>, or, from an application credential that expires, <c>2026-11-22T14:01:09</c>: UTC both.
        /// </summary>
        public string? ExpiresAt { get; init; }

        /// <summary>When Keystone issued it, by Keystone's clock, in either form of <see cref="ExpiresAt"/>.</summary>
        public string? IssuedAt { get; init; }

        public IReadOnlyList<CatalogEntry>? Catalog { get; init; }
    }

    internal sealed class CatalogEntry
    {
        public string? Type { get; init; }

        public IReadOnlyList<CatalogEndpoint>? Endpoints { get; init; }
    }

    internal sealed class CatalogEndpoint
    {
        public string? Interface { get; init; }

        public string? RegionId { get; init; }

        public string? Region { get; init; }

        public string? Url { get; init; }
    }
}
