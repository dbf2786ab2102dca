using System.Collections.Concurrent;
using Refit;

namespace NovaFence.OpenStack.Compute;

/// <summary>Refit's clients for the endpoint that a catalog names: its address is not known when services are registered.</summary>
internal sealed class NovaClients(IHttpClientFactory factory)
{
    /// <summary>The name of Nova's <see cref="HttpClient"/>.</summary>
    public const string HttpClientName = "NovaFence.Nova";

    private readonly ConcurrentDictionary<Uri, INovaApi> _services = [];

    public INovaApi Services(ComputeEndpoint endpoint) =>
        _services.GetOrAdd(endpoint.Services, static (url, factory) => Client<INovaApi>(factory, url), factory);

    public INovaVersionApi Version(ComputeEndpoint endpoint) => Client<INovaVersionApi>(factory, endpoint.Root);

    private static T Client<T>(IHttpClientFactory factory, Uri url)
    {
        var client = factory.CreateClient(HttpClientName);
        client.BaseAddress = url;
        return RestService.ForGenerated<T>(client, OpenStackRefit.Settings());
    }
}
