using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NovaFence.Testing;

/// <summary>Somebody else who speaks to the cloud, with an application credential.</summary>
public sealed class OpenStackClient(Uri authUrl, Uri computeUrl, string credentialId, string credentialSecret) : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>Asks Nova, by a path behind its address.</summary>
    /// <param name="method">GET, POST, PUT or DELETE.</param>
    /// <param name="path">With its slash.</param>
    /// <param name="body">What is sent, if anything is.</param>
    /// <param name="answered">Sees the reply before it is read.</param>
    /// <exception cref="InvalidOperationException">It is not answered with 2xx.</exception>
    public async Task<JsonNode?> AskAsync(HttpMethod method, string path, JsonNode? body = null, Action<HttpResponseMessage>? answered = null)
    {
        using var request = new HttpRequestMessage(method, $"{computeUrl.ToString().TrimEnd('/')}{path}");
        request.Headers.Add("X-Auth-Token", await TokenAsync());
        request.Headers.Add("OpenStack-API-Version", "compute 2.93");
        if (body is not null)
            request.Content = await WholeAsync(body);
        using var response = await _client.SendAsync(request);
        answered?.Invoke(response);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>The row of a host's nova-compute.</summary>
    public async Task<JsonNode> ServiceAsync(string host) =>
        (await AskAsync(HttpMethod.Get, "/os-services?binary=nova-compute"))!["services"]!.AsArray().Single(service => service!["host"]!.GetValue<string>() == host)!;

    public async Task<bool> IsForcedDownAsync(string host) => (await ServiceAsync(host))["forced_down"]!.GetValue<bool>();

    /// <summary>Forces a host down, or unsets it.</summary>
    public async Task ForceDownAsync(string host, bool forcedDown, Action<HttpResponseMessage>? answered = null) => await AskAsync(
        HttpMethod.Put, $"/os-services/{(await ServiceAsync(host))["id"]!.GetValue<string>()}", new JsonObject { ["forced_down"] = forcedDown }, answered);

    public void Dispose() => _client.Dispose();

    private async Task<string> TokenAsync()
    {
        var credential = new JsonObject { ["id"] = credentialId, ["secret"] = credentialSecret };
        var identity = new JsonObject { ["methods"] = new JsonArray("application_credential"), ["application_credential"] = credential };
        using var body = await WholeAsync(new JsonObject { ["auth"] = new JsonObject { ["identity"] = identity } });
        using var response = await _client.PostAsync($"{authUrl.ToString().TrimEnd('/')}/auth/tokens", body);
        response.EnsureSuccessStatusCode();
        return response.Headers.GetValues("X-Subject-Token").Single();
    }

    /// <summary>Keystone and Nova take no chunked body.</summary>
    private static async Task<JsonContent> WholeAsync(JsonNode body)
    {
        var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync();
        return content;
    }
}
