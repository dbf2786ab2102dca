using Microsoft.Extensions.Logging;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;

namespace NovaFence.OpenStack.Warmth;

/// <summary>
/// One round of care for the shared token: a fresh one is asked for, shown to Nova, and only then taken into use, so that the one in use is younger than
/// every worker's memory of it. What fails changes nothing: a valid token stays in use until it expires.
/// </summary>
internal sealed partial class TokenCare(
    SharedToken tokens,
    ITokenIssuer issuer,
    CloudSession session,
    TokenShow show,
    WarmthRecord warmth,
    CloudSettings settings,
    TimeProvider time,
    ILogger<TokenCare> logger)
{
    /// <summary>After a round that failed.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(15);

    /// <summary>Least time between rounds, whatever a token's lifetime.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    /// <summary>A fresh token that could not be shown yet.</summary>
    private CloudToken? _candidate;

    /// <summary>Does it. Throws only when <paramref name="cancellationToken"/> fires.</summary>
    /// <returns>How long to wait before the next round.</returns>
    public async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        var warm = settings.Limits.TokenWarmInterval > TimeSpan.Zero;
        // Nova's workers may know the one in use; without a showing, another is only worth it when that one's end is near.
        if (!warm && tokens.Current is { } inUse && !EndsSoon(inUse))
            return Until(inUse);

        if (await FreshAsync(cancellationToken) is not { } fresh)
            return Again;

        if (warm && !await ShownAsync(fresh, cancellationToken) && !EndsSoon(tokens.Current))
            return Again;

        _candidate = null;
        tokens.Take(fresh);
        return Until(fresh);
    }

    // At the start together with whoever needs one; later beside the one in use.
    private async Task<CloudToken?> FreshAsync(CancellationToken cancellationToken)
    {
        if (_candidate is { } waiting && waiting.IssuedAt + settings.Limits.TokenWarmInterval > time.GetUtcNow() && !EndsSoon(waiting))
            return waiting;

        var result = tokens.Current is null ? await tokens.GetAsync(cancellationToken) : await issuer.IssueAsync(cancellationToken);
        if (result is TokenResult.None { Why: var why })
            Log.NoToken(logger, why, tokens.Current?.ExpiresAt);
        return _candidate = (result as TokenResult.Issued)?.Token;
    }

    private async Task<bool> ShownAsync(CloudToken token, CancellationToken cancellationToken)
    {
        if (await session.OpenWithAsync(token, cancellationToken) is not SessionResult.Open { Link: var link })
            return false;
        var showing = await show.ShowAsync(token, link, cancellationToken);
        if (showing.Accepted == 0)
        {
            Log.NotShown(logger, showing.Requests, showing.Refused);
            return false;
        }

        warmth.Last = showing;
        Log.Shown(logger, showing.Requests, showing.Slowest.TotalMilliseconds, showing.AllFast);
        return true;
    }

    private bool EndsSoon(CloudToken? token) => token is null || time.GetUtcNow() >= token.RefreshAt(settings.Limits.TokenRefreshAhead);

    private TimeSpan Until(CloudToken token)
    {
        var left = token.RefreshAt(settings.Limits.TokenRefreshAhead) - time.GetUtcNow();
        var interval = settings.Limits.TokenWarmInterval > TimeSpan.Zero ? settings.Limits.TokenWarmInterval : TimeSpan.FromDays(1);
        var next = left < interval ? left : interval;
        return next > Least ? next : Least;
    }

    private static partial class Log
    {
        [LoggerMessage(2030, LogLevel.Debug, "Nova was shown a fresh token: {Requests} requests, the slowest of the last burst {Slowest:F0} ms, all fast: {AllFast}")]
        public static partial void Shown(ILogger logger, int requests, double slowest, bool allFast);

        [LoggerMessage(2031, LogLevel.Warning, "Nova was not shown a fresh token: {Requests} requests, {Refused} of them refused (401)")]
        public static partial void NotShown(ILogger logger, int requests, int refused);

        [LoggerMessage(2032, LogLevel.Warning, "No fresh token: {Why} The one in use is valid until {ExpiresAt:u}.")]
        public static partial void NoToken(ILogger logger, string why, DateTimeOffset? expiresAt);
    }
}
