using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using NovaFence.Core.Power;

namespace NovaFence.Power.Redfish;

/// <summary>
/// One conversation with one BMC, over connections of its own to one address: no proxy, no redirects, no cookies. Every link must lead back to the origin.
/// Ended, it ends its session.
/// </summary>
internal sealed partial class RedfishConversation : IAsyncDisposable
{
    /// <summary>Where Redfish begins: https://redfish.dmtf.org/schemas/DSP0266_1.20.1.html, "Service root".</summary>
    internal const string Root = "/redfish/v1/";

    private const string TokenHeader = "X-Auth-Token";
    private const int MostHeaderKilobytes = 16;

    private readonly HttpClient _client;
    private readonly BmcConnection _connection;
    private readonly Bmc _bmc;
    private readonly RedfishTrust _trust;
    private readonly string _user;
    private readonly string _password;
    private readonly string _secret;
    private readonly Refusals _refusals;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _endWithin;
    private readonly bool _tookSessions;
    private SignIn _way;
    private bool _isTaken;
    private bool _isRefused;
    private Uri? _sessions;
    private Uri? _session;
    private string? _token;

    internal RedfishConversation(Bmc bmc, BmcConnection connection, RedfishTrust trust, string password, Refusals refusals, TimeProvider clock, TimeSpan endWithin)
    {
        (_bmc, _connection, _trust, _user, _password, _refusals, _clock, _endWithin) = (bmc, connection, trust, bmc.Group.User!, password, refusals, clock, endWithin);
        _secret = refusals.Of(bmc.Origin, _user, password);
        _way = refusals.Way(_secret);
        _tookSessions = _way == SignIn.Session;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = connection.OpenAsync,
            SslOptions = trust.Options,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Called once a session is open: its end needs some of the time that there is.</summary>
    internal Action? SessionOpened { get; init; }

    /// <summary>Whether a session could not be ended, and is left to the BMC's own time limit.</summary>
    internal bool IsSessionLeft { get; private set; }

    /// <summary>
    /// The service root, which is read without credentials, as the specification has it. A BMC that refuses that is shown them: then no session is offered.
    /// </summary>
    internal async Task<RedfishReply> RootAsync(CancellationToken cancellationToken)
    {
        var at = new Uri(_bmc.Origin, Root);
        var reply = await SendAsync(HttpMethod.Get, at, null, cancellationToken);
        if (reply is RedfishReply.Failed { Status: HttpStatusCode.Unauthorized })
            return await GetAsync(at, cancellationToken);
        if (reply is RedfishReply.Ok { Body: var root })
            _sessions = ((JsonElement?)root).Member("Links").Member("Sessions").Link() is { } link && TryFollow(link, out var sessions) ? sessions : null;
        return reply;
    }

    /// <summary>Reads with the credentials.</summary>
    internal async Task<RedfishReply> GetAsync(Uri at, CancellationToken cancellationToken)
    {
        // As after an update of the BMC that took them away.
        if (_way == SignIn.Session && _sessions is null)
            _way = SignIn.Basic;
        if (_way == SignIn.Session && _token is null && await OpenSessionAsync(cancellationToken) is { } failed)
            return failed;
        var reply = await SendAsync(HttpMethod.Get, at, Authorize, cancellationToken);
        if (IsUnauthorized(reply) && _way == SignIn.Basic && !_isTaken && _sessions is not null)
        {
            if (await OpenSessionAsync(cancellationToken) is { } refused)
                return refused;
            reply = await SendAsync(HttpMethod.Get, at, Authorize, cancellationToken);
        }

        if (IsUnauthorized(reply))
            return Refused(reply);
        _isTaken |= reply is RedfishReply.Ok;
        return reply;
    }

    /// <summary>Remembers a 401. Where sessions opened with the secret were taken before, it is this one that is not known any more.</summary>
    private RedfishReply Refused(RedfishReply reply)
    {
        _isRefused = true;
        if (_token is not null && (_isTaken || _tookSessions) && _refusals.IsSessionLostOnce(_secret))
            return new RedfishReply.Failed(PowerReading.Busy, "it did not know the session any more that it had just opened (401)", HttpStatusCode.Unauthorized);
        _refusals.Refused(_secret);
        return reply;
    }

    /// <summary>Whether the BMC ended the connection with its last answer: what is sent next would go over another one.</summary>
    internal bool HasEndedConnection { get; private set; }

    /// <summary>
    /// Has it do something, with the credentials that its last answer took, over the connection of that answer or not at all. Sent once. What failed without a status
    /// may have been done. Null where the connection had been ended, so that nothing was sent.
    /// </summary>
    internal async Task<RedfishReply?> PostAsync(Uri at, byte[] body, CancellationToken cancellationToken)
    {
        _connection.IsClosed = true;
        try
        {
            var reply = await SendAsync(HttpMethod.Post, at, Authorize, cancellationToken, body);
            return _connection.HasRefused ? null : IsUnauthorized(reply) ? Refused(reply) : reply;
        }
        finally
        {
            // The end of a session may take another one.
            _connection.IsClosed = false;
        }
    }

    /// <summary>Where a link leads; false where that is not on this BMC.</summary>
    internal bool TryFollow(string link, out Uri at)
    {
        // Only paths and whole addresses are meant: //host and \\host are names of other machines.
        if (Uri.TryCreate(_bmc.Origin, link, out var made)
            && made.Scheme == _bmc.Origin.Scheme && made.Host == _bmc.Origin.Host && made.Port == _bmc.Origin.Port && made.UserInfo.Length == 0)
        {
            at = made;
            return true;
        }

        at = _bmc.Origin;
        return false;
    }

    private static bool IsUnauthorized(RedfishReply reply) => reply is RedfishReply.Failed { Status: HttpStatusCode.Unauthorized };

    private void Authorize(HttpRequestHeaders headers)
    {
        if (_token is { } token)
            headers.TryAddWithoutValidation(TokenHeader, token);
        else
            headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_user}:{_password}")));
    }

    /// <exception cref="OperationCanceledException">The token has fired.</exception>
    private async Task<RedfishReply> SendAsync(HttpMethod method, Uri at, Action<HttpRequestHeaders>? authorize, CancellationToken cancellationToken, byte[]? body = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, at) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.TryAddWithoutValidation("OData-Version", "4.0");
            authorize?.Invoke(request.Headers);
            if (body is not null)
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            HasEndedConnection = response.Headers.ConnectionClose == true;
            if (!response.IsSuccessStatusCode)
                return method == HttpMethod.Post ? RedfishReply.Of(response.StatusCode) with { Said = await ReadAsync(response, cancellationToken) is RedfishReply.Ok { Body: var said } ? said : default } : RedfishReply.Of(response.StatusCode);
            if (method == HttpMethod.Delete)
                return new RedfishReply.Ok(default);
            var json = await ReadAsync(response, cancellationToken);
            if (method == HttpMethod.Get && response.StatusCode != HttpStatusCode.OK)
                return RedfishReply.Of(response.StatusCode);
            return method == HttpMethod.Get && json is RedfishReply.Failed ? json : new RedfishReply.Ok(json is RedfishReply.Ok { Body: var read } ? read : default)
            {
                Token = response.Headers.TryGetValues(TokenHeader, out var tokens) ? tokens.FirstOrDefault() : null,
                Location = response.Headers.Location?.OriginalString,
            };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return Failure(broken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new OperationCanceledException(broken.Message, broken, cancellationToken);
        }
    }

    private static async Task<RedfishReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(RedfishJson.MostBytes + 1);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, RedfishJson.MostBytes + 1), RedfishJson.MostBytes + 1, throwOnEndOfStream: false, cancellationToken);
            if (read > RedfishJson.MostBytes)
                return new RedfishReply.Failed(PowerReading.Busy, FormattableString.Invariant($"its answer is longer than {RedfishJson.MostBytes / 1024} KiB"));
            return RedfishJson.Parse(buffer.AsMemory(0, read)) is { } body
                ? new RedfishReply.Ok(body)
                : new RedfishReply.Failed(PowerReading.Busy, "its answer is no JSON object, or has a name twice");
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return new RedfishReply.Failed(PowerReading.Busy, "its answer was cut off");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sentences of ours: messages of a library may quote what was received, and name the address.</summary>
    private RedfishReply.Failed Failure(Exception failure)
    {
        if (_trust.Refusal is { } refusal)
            return new RedfishReply.Failed(PowerReading.NotTrusted, refusal);
        for (var at = failure; at is not null; at = at.InnerException!)
        {
            switch (at)
            {
                case OutsideNetworksException outside:
                    return new RedfishReply.Failed(PowerReading.NotConfigured, outside.Message);
                case AuthenticationException:
                    return new RedfishReply.Failed(PowerReading.NotTrusted, "no TLS that is trusted could be set up with it");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return new RedfishReply.Failed(PowerReading.Unreachable, "its name does not resolve");
                case SocketException socket:
                    return new RedfishReply.Failed(PowerReading.Unreachable, $"no connection: {socket.SocketErrorCode}");
            }
        }

        return failure is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            ? new RedfishReply.Failed(PowerReading.Busy, "it answered something else than HTTP, or with headers that are too long")
            : new RedfishReply.Failed(PowerReading.Unreachable, "the connection was cut before it answered");
    }
}
