using System.Net;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity.Wire;
using Polly.Timeout;

namespace NovaFence.OpenStack.Identity;

/// <summary>Asks Keystone for tokens.</summary>
internal sealed class TokenIssuer(IKeystoneApi keystone, CloudSettings settings, CallPipelines pipelines, TimeProvider time) : ITokenIssuer
{
    public async Task<TokenResult> IssueAsync(CancellationToken cancellationToken)
    {
        var sentAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var took = TimeSpan.Zero;
        Exchange<TokenReply> exchange;
        try
        {
            exchange = await pipelines.Deadline(CallKind.Token).ExecuteAsync(
                async deadline => await pipelines.Attempts(CallKind.Token).ExecuteAsync(
                    async attempt =>
                    {
                        sentAt = time.GetUtcNow();
                        started = time.GetTimestamp();
                        var reply = await keystone.IssueAsync(TokenRequests.For(settings.Identity), attempt).ReadAsync("Keystone", attempt);
                        took = time.GetElapsedTime(started);
                        return reply;
                    },
                    deadline),
                cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return new TokenResult.None($"Keystone at {settings.IdentityUrl.GetLeftPart(UriPartial.Authority)} gave no token in time.", refused: false);
        }

        return exchange.Succeeded ? Issued(exchange, sentAt, started, took) : Refusal(exchange);
    }

    private TokenResult Issued(Exchange<TokenReply> exchange, DateTimeOffset sentAt, long started, TimeSpan took)
    {
        if (exchange.SubjectToken is not { Length: > 0 } value || exchange.Body?.Token is not { } token || UtcMoment.Read(token.ExpiresAt) is not { } expiresAt)
            return new TokenResult.None("Keystone's reply has no token in it.", refused: false);

        // Both times are Keystone's; their distance is right whatever our clock says. A token that our clock believes expired would be asked for
        // anew before each PUT.
        var issuedAt = UtcMoment.Read(token.IssuedAt);
        var lifetime = expiresAt - (issuedAt ?? sentAt);
        return new TokenResult.Issued(new CloudToken(
            value, sentAt, sentAt + lifetime, ServiceCatalog.Compute(token.Catalog, settings), KeystoneClock.Ahead(issuedAt, sentAt, took), started));
    }

    private TokenResult.None Refusal(Exchange<TokenReply> exchange)
    {
        var said = exchange.Message ?? "Keystone gave no token.";
        return (exchange.Status, settings.Identity) switch
        {
            (HttpStatusCode.Unauthorized, CloudIdentity.ApplicationCredential) => new TokenResult.None(
                $"Keystone refused {settings.Identity.Described}: its secret is wrong, or it has expired (401: {said})", refused: true),
            (HttpStatusCode.Unauthorized, _) => new TokenResult.None(
                $"Keystone refused {settings.Identity.Described}: user, password, project or a domain is wrong (401: {said})", refused: true),
            (HttpStatusCode.NotFound, CloudIdentity.ApplicationCredential) when exchange.FaultName is not null => new TokenResult.None(
                $"Keystone knows no {settings.Identity.Described}: it is misspelled, or was deleted (404: {said})", refused: true),
            (HttpStatusCode.NotFound, _) => new TokenResult.None(
                $"There is no Keystone v3 at {settings.IdentityUrl} ({said})", refused: true),
            ( >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest, _) => new TokenResult.None(
                $"{settings.IdentityUrl} redirects elsewhere; {CloudKey.AuthUrl.Both()} has to name Keystone itself, https included.", refused: true),
            ( >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError, _) => new TokenResult.None(
                $"Keystone refused to give a token ({(int)exchange.Status!}: {said})", refused: true),
            _ => new TokenResult.None(said, refused: false),
        };
    }
}
