using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NovaFence.Benchmarks.Clouds;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Identity;

namespace NovaFence.Benchmarks.Arms;

/// <summary>
/// The floor: nothing but what has to be asked of Nova, from a client that keeps its connections (where Nova does), with a token that every worker of
/// Nova's has seen. One listing, then for each host the PUT, and before one that unsets the list of evacuations. The replies are read, and nothing is made of them.
/// </summary>
internal sealed class BareCalls : IArm
{
    /// <summary>As NovaFence's <c>Fencing:MaxParallelPuts</c>.</summary>
    internal const int AtOnce = 8;

    private const int Showings = 48;

    /// <summary>A worker of Nova's forgets a token 300 s after it validated it.</summary>
    private static readonly TimeSpan WarmFor = TimeSpan.FromSeconds(200);

    private readonly Target _target;
    private readonly HttpClient _client;
    private CloudToken? _token;
    private Uri? _services;
    private long _warmedAt;

    public BareCalls(Target target)
    {
        _target = target;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (target.Settings.Trust is { } trust)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(trust);
        }

        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public string Name => "bare listing and PUT";

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_token is not null && Stopwatch.GetElapsedTime(_warmedAt) < WarmFor)
            return;
        if (await _target.Tokens.IssueAsync(cancellationToken) is not TokenResult.Issued { Token: { Compute: EndpointChoice.Found { Endpoint: var endpoint } } token })
            throw new MeasurementException("Keystone gave no token, or one without a compute endpoint.");
        (_token, _services) = (token, endpoint.Services);

        // No version has this microversion: 406 as soon as the token is validated.
        var paths = Enumerable.Range(0, Showings).Select(_ => new Uri($"{endpoint.Services}/os-services"));
        await Parallel.ForEachAsync(paths, Options(cancellationToken), async (path, stop) =>
        {
            using var request = Request(HttpMethod.Get, path, "1.1");
            using var response = await _client.SendAsync(request, stop);
        });
        _warmedAt = Stopwatch.GetTimestamp();
    }

    public async Task<TimeSpan> SetAsync(IReadOnlyList<ComputeHost> hosts, bool down, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await GetAsync("os-services?binary=nova-compute", cancellationToken);
        if (hosts is [var only])
            await SetAsync(only, down, cancellationToken);
        else
            await Parallel.ForEachAsync(hosts, Options(cancellationToken), async (host, stop) => await SetAsync(host, down, stop));
        return Stopwatch.GetElapsedTime(began);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };

    private async Task SetAsync(ComputeHost host, bool down, CancellationToken cancellationToken)
    {
        if (!down)
            await GetAsync($"os-migrations?migration_type=evacuation&source_compute={host.Name}", cancellationToken);
        using var request = Request(HttpMethod.Put, new Uri($"{_services}/os-services/{host.ServiceId}"), "2.53");
        request.Content = new StringContent(down ? """{"forced_down":true}""" : """{"forced_down":false}""", Encoding.UTF8, "application/json");
        await SendAsync(request, cancellationToken);
    }

    private async Task GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, new Uri($"{_services}/{path}"), "2.69");
        await SendAsync(request, cancellationToken);
    }

    private async Task SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await _client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.StatusCode is not HttpStatusCode.OK)
            throw new MeasurementException($"Nova answered the bare {request.Method} with {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}");
    }

    private HttpRequestMessage Request(HttpMethod method, Uri path, string microversion) => new(method, path)
    {
        Headers = { { "X-Auth-Token", _token!.Value }, { "OpenStack-API-Version", $"compute {microversion}" } },
    };
}
