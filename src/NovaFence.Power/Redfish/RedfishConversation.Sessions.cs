using System.Net;
using System.Text.Json;
using NovaFence.Core.Power;

namespace NovaFence.Power.Redfish;

/// <content>Opens a session and ends it.</content>
internal sealed partial class RedfishConversation
{
    /// <summary>Ends the session, also where the read was given up, and the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isTaken && !_isRefused)
            _refusals.Answered(_secret);
        if (_session is { } session && _token is not null)
        {
            using var limit = new CancellationTokenSource(_endWithin, _clock);
            try
            {
                // 404, or 401 for its own token: it is over.
                IsSessionLeft = await SendAsync(HttpMethod.Delete, session, Authorize, limit.Token) is RedfishReply.Failed { Status: not (HttpStatusCode.NotFound or HttpStatusCode.Unauthorized) };
            }
            catch (OperationCanceledException)
            {
                IsSessionLeft = true;
            }
        }

        _client.Dispose();
    }

    /// <summary>Opens one; what failed, where that was not possible.</summary>
    private async Task<RedfishReply?> OpenSessionAsync(CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Post, _sessions!, null, cancellationToken, SessionBody());
        switch (reply)
        {
            case RedfishReply.Failed { Status: HttpStatusCode.Unauthorized }:
                _refusals.Refused(_secret);
                return reply;
            case RedfishReply.Failed:
                return reply;
            case RedfishReply.Ok { Token: { Length: > 0 } token } opened:
                if (PlaceOf(opened) is not { } session)
                {
                    IsSessionLeft = true;
                    return new RedfishReply.Failed(PowerReading.Busy, "it opened a session and did not say where it can be ended");
                }

                (_token, _session, _way) = (token, session, SignIn.Session);
                _refusals.TakenForSession(_secret);
                SessionOpened?.Invoke();
                return null;
            default:
                return new RedfishReply.Failed(PowerReading.Busy, "it opened a session without a token");
        }
    }

    /// <summary>
    /// Where the session can be ended: below the sessions of this BMC. Some say it by a name of their own, of which the path alone is taken, some from the service root on, and
    /// some in the body. Null where none of that is so.
    /// </summary>
    private Uri? PlaceOf(RedfishReply.Ok opened)
    {
        Uri? elsewhere = null;
        foreach (var said in new[] { opened.Location, ((JsonElement?)opened.Body).Link() }.OfType<string>())
        {
            foreach (var from in new[] { _bmc.Origin, new Uri(_bmc.Origin, Root) })
            {
                if (Uri.TryCreate(from, said, out var made) && TryFollow(made.AbsolutePath, out var own) && own.AbsolutePath.StartsWith(_sessions!.AbsolutePath.TrimEnd('/') + "/", StringComparison.OrdinalIgnoreCase))
                    return own;
            }

            elsewhere ??= TryFollow(said, out var followed) ? followed : null;
        }

        return elsewhere;
    }

    private byte[] SessionBody()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("UserName", _user);
            json.WriteString("Password", _password);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
