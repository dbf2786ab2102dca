using System.Collections.Concurrent;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Collects the tokens that an instance holds, as they leave for Nova and come from Keystone.</summary>
internal sealed class SeenTokens(ConcurrentDictionary<string, byte> tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.TryGetValues("X-Auth-Token", out var sent))
            Keep(sent);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("X-Subject-Token", out var issued))
            Keep(issued);
        return response;
    }

    private void Keep(IEnumerable<string> values)
    {
        foreach (var value in values)
            tokens[value] = 0;
    }
}
