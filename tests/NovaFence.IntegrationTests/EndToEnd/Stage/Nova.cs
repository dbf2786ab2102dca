using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NovaFence.Sandbox;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Somebody with an OpenStack client beside NovaFence. What it does shows in the sandbox's log too, and is kept apart by its request ids.</summary>
internal sealed class Nova(SandboxCloud cloud) : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    /// <summary>The PUTs that reached Nova from others than ourselves, oldest first, and what they changed.</summary>
    public IReadOnlyList<RecordedRequest> Puts => [.. cloud.Requests.ServicePuts.Where(put => put.RequestId is null || !_own.Contains(put.RequestId))];

    /// <summary>The same of one host, as <c>down</c> and <c>up</c>.</summary>
    public string PutsOf(string host) => string.Join(' ', Puts.Where(put => put.Host == host).Select(put => put.ForcedDown switch { true => "down", false => "up", null => "?" }));

    /// <summary>The hosts that Nova says are forced down.</summary>
    public async Task<IReadOnlyList<string>> ForcedDown()
    {
        var services = (await SendAsync(HttpMethod.Get, "/os-services?binary=nova-compute", null))!["services"]!.AsArray();
        return [.. services.Where(service => service!["forced_down"]!.GetValue<bool>()).Select(service => service!["host"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
    }

    public async Task<bool> IsForcedDown(string host) => (await ForcedDown()).Contains(host);

    /// <summary>Somebody forces a host down, or unsets it, past NovaFence.</summary>
    public async Task Set(string host, bool forcedDown)
    {
        var services = (await SendAsync(HttpMethod.Get, "/os-services?binary=nova-compute", null))!["services"]!.AsArray();
        var id = services.Single(service => service!["host"]!.GetValue<string>() == host)!["id"]!.GetValue<string>();
        await SendAsync(HttpMethod.Put, $"/os-services/{id}", new JsonObject { ["forced_down"] = forcedDown });
    }

    /// <summary>A server on a host, as it is there once it is built.</summary>
    public async Task<string> StartServer(string host, ShiftedClock clock)
    {
        var made = await SendAsync(HttpMethod.Post, "/servers", new JsonObject { ["server"] = new JsonObject { ["name"] = "vm", ["host"] = host, ["flavorRef"] = "1", ["networks"] = "none" } });
        clock.Advance(TimeSpan.FromSeconds(10));
        return made!["server"]!["id"]!.GetValue<string>();
    }

    /// <summary>Evacuates it, until the evacuation is <c>done</c>.</summary>
    public async Task Evacuate(string server, ShiftedClock clock)
    {
        await SendAsync(HttpMethod.Post, $"/servers/{server}/action", new JsonObject { ["evacuate"] = new JsonObject() });
        clock.Advance(TimeSpan.FromSeconds(10));
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, cloud.ComputeUrl + path);
        request.Headers.Add("X-Auth-Token", await TokenAsync());
        request.Headers.Add("OpenStack-API-Version", "compute 2.93");
        if (body is not null)
            request.Content = await Whole(body);
        using var response = await _client.SendAsync(request);
        lock (_own)
            _own.UnionWith(response.Headers.GetValues("x-openstack-request-id"));
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private async Task<string> TokenAsync()
    {
        var account = cloud.Admin;
        using var body = await Whole(new JsonObject
        {
            ["auth"] = new JsonObject
            {
                ["identity"] = new JsonObject
                {
                    ["methods"] = new JsonArray("application_credential"),
                    ["application_credential"] = new JsonObject { ["id"] = account.ApplicationCredentialId, ["secret"] = account.ApplicationCredentialSecret },
                },
            },
        });
        using var response = await _client.PostAsync(cloud.AuthUrl + "/auth/tokens", body);
        response.EnsureSuccessStatusCode();
        return response.Headers.GetValues("X-Subject-Token").Single();
    }

    /// <summary>Keystone and Nova take no chunked body.</summary>
    private static async Task<JsonContent> Whole(JsonNode body)
    {
        var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync();
        return content;
    }
}
