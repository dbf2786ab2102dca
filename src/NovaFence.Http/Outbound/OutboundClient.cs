using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NovaFence.Http.Outbound;

/// <summary>What came of a request.</summary>
/// <param name="Status">The status; null where there was no answer.</param>
/// <param name="Failure">Why there was none, as a sentence without the URL and without what was received; null where there was.</param>
internal sealed record OutboundReply(HttpStatusCode? Status, string? Failure)
{
    /// <summary>How long the receiver asks not to be tried; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsTaken => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>What came of it, for a person.</summary>
    public string Sentence => Status switch
    {
        null => Failure!,
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => FormattableString.Invariant($"it answered {(int)Status}, a redirect, which is not followed"),
        _ => FormattableString.Invariant($"it answered {(int)Status}"),
    };
}

/// <summary>
/// The one client by which NovaFence tells others something: no redirects, no proxy, no cookies, no address that it is not to call. Of an answer the status
/// counts; what else it says is not read beyond <see cref="MostRead"/> bytes, and shown to nobody: who sends it may be anybody.
/// </summary>
internal sealed class OutboundClient(IHttpClientFactory clients, TimeProvider clock)
{
    /// <summary>The name of the client.</summary>
    public const string Name = "outbound";

    /// <summary>Most bytes of an answer that are read: a short one leaves the connection fit for the next request.</summary>
    public const int MostRead = 1024;

    private const int MostHeaderKilobytes = 16;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeepConnection = TimeSpan.FromMinutes(2);

    /// <summary>Posts, and waits for the status for so long at the most.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="content">The body; disposed with the request.</param>
    /// <param name="authorization">The header, where there is one.</param>
    /// <param name="within">The longest time.</param>
    /// <param name="cancellationToken">The caller's; every other failure comes back as a reply.</param>
    public async Task<OutboundReply> PostAsync(Uri address, HttpContent content, AuthenticationHeaderValue? authorization, TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(Name);
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            request.Headers.Authorization = authorization;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await DrainAsync(response, either.Token);
            return new OutboundReply(response.StatusCode, null) { RetryAfter = RetryAfter(response.Headers.RetryAfter) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new OutboundReply(null, string.Create(CultureInfo.InvariantCulture, $"no answer within {within.TotalSeconds:0.#} s"));
        }
        catch (Exception failure)
        {
            // Of whatever kind: nobody may be told less because somebody else could not be told.
            return new OutboundReply(null, Why(failure));
        }
    }

    /// <summary>Reads a short answer to its end. What comes of it changes nothing: the status is known.</summary>
    private async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ReadWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            _ = await stream.ReadAtLeastAsync(new byte[MostRead], MostRead, throwOnEndOfStream: false, either.Token);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The connection is not used again.
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => (header?.Delta ?? header?.Date - clock.GetUtcNow()) is { } after && after > TimeSpan.Zero ? after : null;

    /// <summary>A sentence of ours: messages of a library may quote what was received.</summary>
    private static string Why(Exception failure) => failure.GetBaseException() switch
    {
        OutboundRefusedException refused => refused.Message,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "its name does not resolve",
        SocketException socket => $"no connection: {socket.SocketErrorCode}",
        _ => failure is HttpRequestException { HttpRequestError: var kind } ? kind switch
        {
            HttpRequestError.NameResolutionError => "its name does not resolve",
            HttpRequestError.SecureConnectionError => "no TLS: its certificate is not trusted here, or it speaks no TLS",
            HttpRequestError.ConnectionError => "no connection",
            _ => "it gave no whole answer",
        }
        : failure is OperationCanceledException ? string.Create(CultureInfo.InvariantCulture, $"no connection within {ConnectWithin.TotalSeconds:0} s")
        : failure is IOException ? "it gave no whole answer"
        : $"it failed: {failure.GetType().Name}",
    };

    /// <summary>Registers it.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.TryAddSingleton<INameLookup, SystemLookup>();
        services.AddSingleton<OutboundConnection>();
        services.AddSingleton<OutboundClient>();
        services.AddHttpClient(Name)
            // What a library logs of a request holds its headers, once somebody turns it up far enough, and its URL, which may be a secret.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                // Followed, a 302 to a page to sign in at would be a GET that is answered 200, and nobody would know that nobody was told.
                AllowAutoRedirect = false,
                UseCookies = false,
                // What a proxy connects to nobody here can see.
                UseProxy = false,
                ConnectCallback = provider.GetRequiredService<OutboundConnection>().OpenAsync,
                ConnectTimeout = ConnectWithin,
                PooledConnectionLifetime = KeepConnection,
                MaxResponseHeadersLength = MostHeaderKilobytes,
                MaxResponseDrainSize = 0,
                // Traces of requests hold their URL.
                ActivityHeadersPropagator = null,
            });
    }
}
