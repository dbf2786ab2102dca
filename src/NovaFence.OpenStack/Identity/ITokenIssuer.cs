namespace NovaFence.OpenStack.Identity;

/// <summary>Where tokens come from.</summary>
internal interface ITokenIssuer
{
    /// <summary>Asks for a token, once more where that may help. Throws only when <paramref name="cancellationToken"/> fires.</summary>
    Task<TokenResult> IssueAsync(CancellationToken cancellationToken);
}
