using System.Text.Json;
using NovaFence.Benchmarks.Clouds;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Identity;

namespace NovaFence.Benchmarks.Audits;

/// <summary>The floor: a GET of the same list and a parse of it, from a client that keeps its connection.</summary>
internal sealed class BareList : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly CloudToken _token;
    private readonly Uri _list;

    private BareList(CloudToken token, Uri list) => (_token, _list) = (token, list);

    public static async Task<BareList> OfAsync(Target target, CancellationToken cancellationToken) =>
        await target.Tokens.IssueAsync(cancellationToken) is TokenResult.Issued { Token: { Compute: EndpointChoice.Found { Endpoint: var endpoint } } token }
            ? new BareList(token, new Uri($"{endpoint.Services}/os-services?binary=nova-compute"))
            : throw new MeasurementException("Keystone gave no token, or one without a compute endpoint.");

    /// <summary>How many services there are.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _list) { Headers = { { "X-Auth-Token", _token.Value }, { "OpenStack-API-Version", "compute 2.69" } } };
        using var response = await _client.SendAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var parsed = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return parsed.RootElement.GetProperty("services").GetArrayLength();
    }

    public void Dispose() => _client.Dispose();
}
