using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using NovaFence.Power.Options;
using NovaFence.Power.Redfish;

namespace NovaFence.Power.Prometheus;

/// <summary>What Prometheus answered to a query.</summary>
internal abstract record QueryReply
{
    private QueryReply()
    {
    }

    /// <summary>The result, whole.</summary>
    /// <param name="Type">Its <c>resultType</c>.</param>
    /// <param name="Series">Its items.</param>
    internal sealed record Found(string Type, IReadOnlyList<JsonElement> Series) : QueryReply;

    /// <summary>None.</summary>
    /// <param name="Why">A few words without address and credentials.</param>
    internal sealed record Failed(string Why) : QueryReply;
}

/// <summary>Asks a Prometheus, or what speaks as one does: https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries</summary>
internal sealed class PrometheusClient(PrometheusOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Bytes of one answer at most. <c>node_dmi_info</c> of a thousand machines has 700 KiB.</summary>
    internal const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Questions at once: a storm asks about each of its hosts, and files are for senders too.</summary>
    private const int MostConnections = 16;

    private const int MostHeaderKilobytes = 16;
    private static readonly TimeSpan KeepConnection = TimeSpan.FromMinutes(2);

    // Made when it is first asked: most have none.
    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(Handler(options)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes });

    /// <summary>Whether there is one.</summary>
    internal bool IsConfigured => options.Url is not null;

    /// <summary>How far back is asked.</summary>
    internal TimeSpan Range => options.Range;

    /// <summary>Asks. Nothing expected throws; throws only when <paramref name="cancellationToken"/> fires.</summary>
    internal async Task<QueryReply> QueryAsync(string query, CancellationToken cancellationToken)
    {
        if (options.Url is not { } url)
            return new QueryReply.Failed($"no Prometheus is configured ({PrometheusOptions.Section}:{nameof(PrometheusOptions.Url)})");
        using var limit = new CancellationTokenSource(options.Within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (Authorization(out var authorization) is { } unreadable)
                return new QueryReply.Failed(unreadable);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{url.Trim().TrimEnd('/')}/api/v1/query?query={Uri.EscapeDataString(query)}");
            request.Headers.Authorization = authorization;
            using var response = await _client.Value.SendAsync(request, either.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? Reply(await response.Content.ReadAsByteArrayAsync(either.Token))
                : new QueryReply.Failed(FormattableString.Invariant($"it answered {(int)response.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new QueryReply.Failed(string.Create(CultureInfo.InvariantCulture, $"no answer within {options.Within.TotalSeconds:0.#} s"));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            // Messages of a library name the address.
            return new QueryReply.Failed(broken is HttpRequestException { HttpRequestError: var kind } ? kind switch
            {
                HttpRequestError.NameResolutionError => "its name does not resolve",
                HttpRequestError.SecureConnectionError => "its certificate is not trusted here, or it speaks no TLS",
                HttpRequestError.ConnectionError => "no connection",
                HttpRequestError.ConfigurationLimitExceeded => FormattableString.Invariant($"its answer is longer than {MostBytes / 1024} KiB"),
                _ => "it gave no whole answer",
            }
            : "it gave no whole answer");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private static SocketsHttpHandler Handler(PrometheusOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = KeepConnection,
        MaxConnectionsPerServer = MostConnections,
        MaxResponseHeadersLength = MostHeaderKilobytes,
        ActivityHeadersPropagator = null,
        SslOptions = options.CaFile is { } file && RedfishTrust.Authorities(file, out _) is { } authorities ? RedfishTrust.With(authorities) : new SslClientAuthenticationOptions(),
    };

    private static QueryReply Reply(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = (JsonElement?)document.RootElement;
            if (root.Member("status").Text() != "success")
                return new QueryReply.Failed("it did not say success");
            // As Thanos says that a store did not answer, and VictoriaMetrics' cluster, in a member of its own: series may be missing.
            if (root.Member("warnings") is { } warnings && !(warnings.ValueKind == JsonValueKind.Array && warnings.GetArrayLength() == 0))
                return new QueryReply.Failed("it warned that its answer may not be whole");
            if (root.Member("isPartial") is { ValueKind: not JsonValueKind.False })
                return new QueryReply.Failed("it warned that its answer may not be whole");
            return root.Member("data").Member("resultType").Text() is { } type && root.Member("data").Member("result").Items() is { } series
                ? new QueryReply.Found(type, [.. series.Select(one => one.Clone())])
                : new QueryReply.Failed("it answered something else than a Prometheus does");
        }
        catch (JsonException)
        {
            return new QueryReply.Failed("it answered something else than a Prometheus does");
        }
    }

    /// <summary>The problem; null where there is none.</summary>
    private string? Authorization(out AuthenticationHeaderValue? authorization)
    {
        authorization = null;
        if (Secret(options.Token, options.TokenFile, nameof(options.TokenFile), out var token) is { } unreadable)
            return unreadable;
        if (token is not null)
            authorization = new AuthenticationHeaderValue("Bearer", token);
        else if (Secret(options.Password, options.PasswordFile, nameof(options.PasswordFile), out var password) is { } problem)
            return problem;
        else if (options.User is { } user)
            authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return null;
    }

    private static string? Secret(string? written, string? file, string key, out string? secret)
    {
        secret = written;
        return file is null || SecretFile.TryRead(file, out secret, out var problem) ? null : $"{PrometheusOptions.Section}:{key} {problem}";
    }
}
