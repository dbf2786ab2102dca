using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NovaFence.Http.Answers;
using Refit;

namespace NovaFence.Server.Remote;

/// <summary>Asks a server instead of cloud and ledger. Whatever goes wrong comes back as one line that says what to do.</summary>
internal sealed class ServerClient : IDisposable
{
    /// <summary>Where the token is read from: a command line shows what stands on it to everybody on the machine.</summary>
    internal const string TokenVariable = "NOVAFENCE_TOKEN";

    /// <summary>Most bytes of an answer: some hundred thousand events.</summary>
    private const int MaxAnswerBytes = 64 * 1024 * 1024;

    /// <summary>How long a server has for what it only looks up, and for an operator's word, of which it answers within 30 s.</summary>
    internal static readonly TimeSpan Usual = TimeSpan.FromSeconds(45);

    /// <summary>How long it has for an audit, which waits for one that runs; Azure ends a request after 230 s.</summary>
    internal static readonly TimeSpan ForAnAudit = TimeSpan.FromSeconds(240);

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    private readonly Uri _url;
    private readonly string _token;
    private readonly ServerTrust _trust;
    private readonly HttpClient _client;
    private readonly IServerApi _api;

    private ServerClient(Uri url, string token, ServerTrust trust)
    {
        (_url, _token, _trust) = (url, token, trust);
        var handler = new SocketsHttpHandler
        {
            // The token would follow a redirect to wherever it leads, and plain http a proxy.
            AllowAutoRedirect = false,
            UseProxy = url.Scheme == Uri.UriSchemeHttps,
            UseCookies = false,
            ConnectTimeout = ConnectWithin,
            SslOptions = trust.Options(),
        };
        _client = new HttpClient(handler) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("novafence", null));
        _api = RestService.ForGenerated<IServerApi>(_client, new RefitSettings());
    }

    /// <summary>A client with the token of the environment; throws with what to do where there is none that could be one.</summary>
    /// <exception cref="InvalidDataException">The token, or the file after <c>--ca</c>.</exception>
    internal static ServerClient For(Uri url, FileInfo? ca)
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable);
        if (string.IsNullOrEmpty(token))
            throw new InvalidDataException($"--server needs a token in the environment: export {TokenVariable}=… with one of the server's NovaFence:Access:OperatorTokens, or for reading ReaderTokens");
        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new InvalidDataException($"{TokenVariable} holds a blank, a line end or a letter that no token has: set it to the token alone");
        return With(token, url, ca);
    }

    /// <summary>A client with this token.</summary>
    internal static ServerClient With(string token, Uri url, FileInfo? ca) => new(url, token, ServerTrust.By(ca));

    /// <summary>A JSON body.</summary>
    internal static HttpContent Body<T>(T value, JsonTypeInfo<T> type) => Body(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>A body that is JSON already.</summary>
    internal static HttpContent Body(byte[] json) => new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>Asks, and reads the answer.</summary>
    internal async Task<Answered<T>> AskAsync<T>(
        Func<IServerApi, CancellationToken, Task<HttpResponseMessage>> ask, JsonTypeInfo<T> type, TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(within);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await SendAsync(ask, either.Token);
            if (await BodyAsync(response, either.Token) is not { } body)
                return new Answered<T>.Refused($"{_url} answered more than {MaxAnswerBytes / 1024 / 1024} MiB: ask for less");
            return Read(response, body, type);
        }
        catch (OperationCanceledException slow) when (slow.InnerException is TimeoutException)
        {
            return new Answered<T>.Refused(FormattableString.Invariant($"{_url} did not take the connection within {ConnectWithin.TotalSeconds} s: see whether the server runs, and whether this machine reaches it"));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Answered<T>.Refused(FormattableString.Invariant($"{_url} did not answer within {within.TotalSeconds} s. What was asked of it may be done all the same: look with 'novafence events --server {_url}'"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new Answered<T>.Refused(Describe(failure));
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What failed, and not Refit's exception around it.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<IServerApi, CancellationToken, Task<HttpResponseMessage>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(_api, cancellationToken);
        }
        catch (ApiRequestException around) when (around.InnerException is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    private static async Task<string?> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MaxAnswerBytes)
            return null;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var part = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(part, cancellationToken)) > 0;)
        {
            body.Write(part, 0, read);
            if (body.Length > MaxAnswerBytes)
                return null;
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private Answered<T> Read<T>(HttpResponseMessage response, string sent, JsonTypeInfo<T> type)
    {
        // A proxy's page, or an answer of whoever took the server's place, may show what it was sent.
        var body = sent.Replace(_token, "…", StringComparison.Ordinal);
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
            return new Answered<T>.Refused($"{_url} answered {status}, a redirect to {response.Headers.Location?.OriginalString ?? "nowhere"}: it is not followed, because the token would go with it. Give the server's own URL");
        switch (response.Content.Headers.ContentType?.MediaType)
        {
            // An answer may come with 404, 409 or 503 too: the verdict in it says why.
            case "application/json" when Parse(body, type) is { } value:
                return new Answered<T>.Ok(value, body);
            case "application/json" when status is >= 200 and < 300:
                return new Answered<T>.Refused($"{_url} answered JSON that this novafence cannot read: server and command are of different versions, or it is no NovaFence's");
            case Problem.MediaType when Parse(body, AnswersJson.Strict.Problem) is { } problem && problem.Type.StartsWith("urn:novafence:", StringComparison.Ordinal):
                return new Answered<T>.Refused(Explain(status, problem));
            default:
                return new Answered<T>.Refused($"{_url} answered {status} with {Kind(response)}, which is no answer of a NovaFence: see whether the URL is right, and what stands before the server{(response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired ? " (a proxy asks for a password)" : "")}");
        }
    }

    private string Explain(int status, Problem problem) => status switch
    {
        401 => $"{_url} does not take the token in {TokenVariable}: it must be one of the server's NovaFence:Access:OperatorTokens, or for reading ReaderTokens",
        404 when problem.Type.EndsWith(":no-such-path", StringComparison.Ordinal) => $"{_url} does not know this request: the server is older than this novafence, or the URL has a path too many",
        503 => $"{_url} cannot do it now, try again: {problem.Detail}",
        _ => problem.Detail,
    };

    private static string Kind(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType ?? "nothing in it";

    private static T? Parse<T>(string body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private string Describe(Exception failure) => failure is HttpRequestException { HttpRequestError: var kind } ? kind switch
    {
        HttpRequestError.NameResolutionError => $"the name {_url.Host} does not resolve: see whether the URL is right",
        HttpRequestError.SecureConnectionError => $"no TLS with {_url}: {_trust.Doubt ?? failure.GetBaseException().Message}",
        HttpRequestError.ConnectionError => $"no connection to {_url} ({failure.GetBaseException().Message}): see whether the server runs, and listens there",
        HttpRequestError.ProxyTunnelError => $"the proxy that this machine's environment names gives no way to {_url}: {failure.Message}",
        _ => $"{_url} gave no whole answer ({failure.GetBaseException().Message}). What was asked of it may be done all the same: look with 'novafence events --server {_url}'",
    }
    : $"{_url} broke off its answer ({failure.GetBaseException().Message}). What was asked of it may be done all the same: look with 'novafence events --server {_url}'";
}
