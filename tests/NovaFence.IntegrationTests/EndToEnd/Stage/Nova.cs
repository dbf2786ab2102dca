using System.Text.Json.Nodes;
using NovaFence.IntegrationTests;
using NovaFence.Sandbox;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Somebody with an OpenStack client beside NovaFence. What it does shows in the sandbox's log too, and is kept apart by its request ids.</summary>
internal sealed class Nova(SandboxCloud cloud) : IDisposable
{
    private readonly OpenStackClient _client = AnotherClient.Of(cloud);
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
    public Task Set(string host, bool forcedDown) => _client.ForceDownAsync(host, forcedDown, Remember);

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

    private Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body) => _client.AskAsync(method, path, body, Remember);

    private void Remember(HttpResponseMessage response)
    {
        lock (_own)
            _own.UnionWith(response.Headers.GetValues("x-openstack-request-id"));
    }
}
