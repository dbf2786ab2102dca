using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>A Keystone and a Nova, spoken to with nothing of ours in between.</summary>
public abstract class WireCloud : IAsyncLifetime
{
    // No connection is used twice: uwsgi closes each without saying so.
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public abstract Uri AuthUrl { get; }

    public abstract Uri ComputeUrl { get; }

    public abstract WireAccount Admin { get; }

    public abstract WireAccount Demo { get; }

    public string Region { get; protected set; } = "RegionOne";

    /// <summary>The newest microversion it offers.</summary>
    public string MaxVersion { get; private set; } = "";

    public string ProjectId { get; private set; } = "";

    public string UserId { get; private set; } = "";

    /// <summary>The compute host the tests may do anything to.</summary>
    public virtual string Host => "compute3";

    /// <summary>The one that VMs are evacuated from, and whose nova-compute is stopped.</summary>
    public virtual string EvacuateHost => "compute5";

    /// <summary>The one they are evacuated to.</summary>
    public virtual string EvacuateTo => "compute4";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public abstract Task StopComputeAsync(string host);

    public abstract Task StartComputeAsync(string host);

    /// <summary>Waits for something that time brings; fails when it has not come within <paramref name="within"/>.</summary>
    public abstract Task UntilAsync(Func<Task<bool>> isSo, TimeSpan within, string what);

    /// <summary>The cloud's own time, as far as it matters when something ends in a few seconds.</summary>
    public abstract DateTimeOffset Now { get; }

    public virtual async ValueTask InitializeAsync()
    {
        WireReply token = await SendAsync(HttpMethod.Post, AuthUrl + "/auth/tokens?nocatalog", body: Admin.Auth());
        token.Status.Should().Be(201, "the admin of {0} signs in", AuthUrl);
        ProjectId = (string)token.Json["token"]!["project"]!["id"]!;
        UserId = (string)token.Json["token"]!["user"]!["id"]!;
        MaxVersion = (string)(await SendAsync(HttpMethod.Get, ComputeUrl.ToString())).Json["version"]!["version"]!;
    }

    public virtual ValueTask DisposeAsync()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    public async Task<WireReply> SendAsync(
        HttpMethod method, string url, string? body = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using HttpResponseMessage reply = await _http.SendAsync(request, Cancellation);
        var all = reply.Headers.Concat(reply.Content.Headers).ToDictionary(h => h.Key, h => h.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new((int)reply.StatusCode, all, await reply.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Nova, as admin unless a token is given; an empty version sends no microversion, an empty token none.</summary>
    public async Task<WireReply> NovaAsync(HttpMethod method, string path, string version = "2.53", string? body = null, string? token = null)
    {
        token ??= await TokenAsync(Admin);
        var headers = new List<(string, string)>();
        if (token.Length > 0)
            headers.Add(("X-Auth-Token", token));
        if (version.Length > 0)
            headers.Add(("X-OpenStack-Nova-API-Version", version));
        return await SendAsync(method, ComputeUrl + path, body, headers: [.. headers]);
    }

    public Task<WireReply> GetAsync(string path, string version = "2.53") => NovaAsync(HttpMethod.Get, path, version);

    public Task<WireReply> PutAsync(string path, string body, string version = "2.53", string? token = null) =>
        NovaAsync(HttpMethod.Put, path, version, body, token);

    public Task<WireReply> SignInAsync(string auth) => SendAsync(HttpMethod.Post, AuthUrl + "/auth/tokens", auth);

    /// <summary>An account's token, the same one for as long as the cloud lives.</summary>
    public async Task<string> TokenAsync(WireAccount account)
    {
        if (_tokens.TryGetValue(account.User, out string? token))
            return token;
        return _tokens[account.User] = await NewTokenAsync(account.Auth());
    }

    public async Task<string> NewTokenAsync(string auth)
    {
        WireReply reply = await SignInAsync(auth);
        reply.Status.Should().Be(201, "a token was asked for with what is right");
        return reply.Header("X-Subject-Token")!;
    }

    /// <summary>The compute service's record at 2.53 or, where the cloud is older, below.</summary>
    public async Task<JsonNode> ServiceAsync(string host, string version = "2.53")
    {
        WireReply reply = await GetAsync($"/os-services?binary=nova-compute&host={host}", version);
        reply.Status.Should().Be(200, "services are listed: {0}", reply.Body);
        JsonArray rows = reply.Json["services"]!.AsArray();
        rows.Should().ContainSingle("{0} has one nova-compute", host);
        return rows[0]!;
    }

    public async Task<string> UuidAsync(string host) => (string)(await ServiceAsync(host))["id"]!;

    public Task<WireReply> ForceDownByNameAsync(string host, bool down, string version = "2.11", string? token = null) =>
        PutAsync("/os-services/force-down", $$"""{"binary":"nova-compute","host":"{{host}}","forced_down":{{(down ? "true" : "false")}}}""", version, token);

    public async Task<WireReply> ForceDownByUuidAsync(string host, bool down, string? token = null) =>
        await PutAsync("/os-services/" + await UuidAsync(host), $$"""{"forced_down":{{(down ? "true" : "false")}}}""", token: token);

    /// <summary>An application credential of the admin.</summary>
    public async Task<WireCredential> MakeCredentialAsync(DateTimeOffset? expiresAt = null)
    {
        string name = "wire-" + Guid.NewGuid().ToString("N");
        string secret = Guid.NewGuid().ToString("N");
        string expires = expiresAt is { } at ? $"""
            ,"expires_at":"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}"
            """ : "";
        WireReply made = await SendAsync(
            HttpMethod.Post,
            $"{AuthUrl}/users/{UserId}/application_credentials",
            $$$"""{"application_credential":{"name":"{{{name}}}","secret":"{{{secret}}}"{{{expires}}}} }""",
            headers: ("X-Auth-Token", await TokenAsync(Admin)));
        made.Status.Should().Be(201, "an application credential was asked for");
        return new((string)made.Json["application_credential"]!["id"]!, name, secret);
    }

    public async Task DeleteCredentialAsync(WireCredential credential) => await SendAsync(
        HttpMethod.Delete,
        $"{AuthUrl}/users/{UserId}/application_credentials/{credential.Id}",
        headers: ("X-Auth-Token", await TokenAsync(Admin)));
}
