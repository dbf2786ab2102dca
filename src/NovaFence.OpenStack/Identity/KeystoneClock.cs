namespace NovaFence.OpenStack.Identity;

/// <summary>Compares Keystone's clock with ours, by the token that Keystone issued.</summary>
/// <remarks>Debian's uwsgi sends no <c>Date</c>, so <c>issued_at</c> is the only time that every Keystone tells.</remarks>
internal static class KeystoneClock
{
    /// <summary>
    /// The longest a token request may take to be of use here. Keystone may have dated the token at any moment of it, so the result is off by up to half
    /// of this.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>How far Keystone's clock is ahead of ours; negative where it is behind, null where that cannot be told.</summary>
    /// <param name="issuedAt">The token's <c>issued_at</c>; null when the reply has none that can be read.</param>
    /// <param name="sentAt">When the request was sent, by our clock.</param>
    /// <param name="took">How long it took until the reply was there.</param>
    public static TimeSpan? Ahead(DateTimeOffset? issuedAt, DateTimeOffset sentAt, TimeSpan took)
    {
        if (issuedAt is not { } issued || took > Longest)
            return null;

        // Keystone cuts the time of a fernet token to whole seconds: on average it was half a second later.
        // https://github.com/openstack/keystone/blob/22.0.2/keystone/token/token_formatters.py#L132
        var cut = issued.Ticks % TimeSpan.TicksPerSecond == 0;
        return issued + (cut ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero) - (sentAt + (took / 2));
    }
}
