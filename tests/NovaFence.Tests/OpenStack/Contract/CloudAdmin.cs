using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>
/// An administrator with curl, as it were: makes credentials, users, servers and evacuations, in Keystone's and Nova's own words and without the client under test.
/// </summary>
internal sealed class CloudAdmin : IDisposable
{
    private readonly HttpClient http = new() { DefaultRequestHeaders = { ConnectionClose = true } };
    private string identity = "";
    private string compute = "";
    private string token = "";
    private string userId = "";

    public string ProjectId { get; private set; } = "";

    /// <summary>Nova's endpoint as the catalog names it.</summary>
    public Uri Compute => new(compute);

    public static async Task<CloudAdmin> SignInAsync(Uri authUrl, Account account)
    {
        var admin = new CloudAdmin { identity = authUrl.AbsoluteUri.TrimEnd('/') };
        if (!admin.identity.EndsWith("/v3", StringComparison.Ordinal))
            admin.identity += "/v3";
        var body = Json($$"""
            {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"{{account.Username}}","domain":{"name":"Default"},
            "password":"{{account.Password}}"} } },"scope":{"project":{"name":"{{account.ProjectName}}","domain":{"name":"Default"} } } } }
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, admin.identity + "/auth/tokens") { Content = body };
        using var response = await admin.http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        admin.token = response.Headers.GetValues("X-Subject-Token").Single();
        var issued = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["token"]!;
        admin.userId = issued["user"]!["id"]!.GetValue<string>();
        admin.ProjectId = issued["project"]!["id"]!.GetValue<string>();
        admin.compute = issued["catalog"]!.AsArray().Single(static entry => entry!["type"]!.GetValue<string>() == "compute")!["endpoints"]!.AsArray()
            .First(static endpoint => endpoint!["interface"]!.GetValue<string>() == "public")!["url"]!.GetValue<string>().TrimEnd('/');
        return admin;
    }

    /// <summary>Makes an application credential; Keystone deletes it with <see cref="DeleteApplicationCredentialAsync"/>.</summary>
    public async Task<(string Id, string Secret)> CreateApplicationCredentialAsync(DateTime? expiresAt = null, bool withRules = false)
    {
        var wanted = new JsonObject { ["name"] = $"contract-{Guid.NewGuid():N}" };
        if (expiresAt is { } moment)
            wanted["expires_at"] = moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        if (withRules)
        {
            wanted["access_rules"] = JsonNode.Parse("""
                [{"service":"compute","method":"GET","path":"/v2.1/os-services"},
                 {"service":"compute","method":"PUT","path":"/v2.1/os-services/force-down"},
                 {"service":"compute","method":"PUT","path":"/v2.1/os-services/{service_id}"}]
                """);
        }

        var made = (await CallAsync(
            HttpMethod.Post, $"{identity}/users/{userId}/application_credentials", new JsonObject { ["application_credential"] = wanted }))!["application_credential"]!;
        return (made["id"]!.GetValue<string>(), made["secret"]!.GetValue<string>());
    }

    public Task DeleteApplicationCredentialAsync(string id) =>
        CallAsync(HttpMethod.Delete, $"{identity}/users/{userId}/application_credentials/{id}", tolerated: HttpStatusCode.NotFound);

    public async Task RevokeAsync(string subject)
    {
        using var request = Request(HttpMethod.Delete, identity + "/auth/tokens", null);
        request.Headers.Add("X-Subject-Token", subject);
        using var response = await http.SendAsync(request);
        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    /// <summary>A user with the role <c>member</c> in a project of its own.</summary>
    public async Task<(Account Account, Func<Task> Delete)> CreateMemberAsync()
    {
        var name = $"contract-{Guid.NewGuid():N}";
        var password = Guid.NewGuid().ToString("N");
        var project = (await CallAsync(
            HttpMethod.Post, identity + "/projects", new JsonObject { ["project"] = new JsonObject { ["name"] = name } }))!["project"]!["id"]!.GetValue<string>();
        var user = (await CallAsync(HttpMethod.Post, identity + "/users", new JsonObject
        {
            ["user"] = new JsonObject { ["name"] = name, ["password"] = password },
        }))!["user"]!["id"]!.GetValue<string>();
        var role = (await CallAsync(HttpMethod.Get, identity + "/roles?name=member"))!["roles"]![0]!["id"]!.GetValue<string>();
        await CallAsync(HttpMethod.Put, $"{identity}/projects/{project}/users/{user}/roles/{role}");
        return (new Account(name, password, name), async () =>
        {
            await CallAsync(HttpMethod.Delete, $"{identity}/users/{user}");
            await CallAsync(HttpMethod.Delete, $"{identity}/projects/{project}");
        }
        );
    }

    /// <summary>A server on that host, once it is ACTIVE there.</summary>
    public async Task<string> CreateServerAsync(string host, string image, string flavor)
    {
        if (await CallAsync(HttpMethod.Get, $"{compute}/flavors/{flavor}", tolerated: HttpStatusCode.NotFound) is not { } found || found["flavor"] is null)
        {
            await CallAsync(HttpMethod.Post, $"{compute}/flavors", JsonNode.Parse(
                $$$"""{"flavor":{"id":"{{{flavor}}}","name":"contract.tiny","vcpus":1,"ram":64,"disk":0}}"""));
        }

        var id = (await CallAsync(HttpMethod.Post, $"{compute}/servers", JsonNode.Parse($$$"""
            {"server":{"name":"contract-{{{Guid.NewGuid():N}}}","imageRef":"{{{image}}}","flavorRef":"{{{flavor}}}","networks":"none","host":"{{{host}}}"}}
            """)))!["server"]!["id"]!.GetValue<string>();
        await Patience.UntilAsync("the server is ACTIVE", async () =>
            (await CallAsync(HttpMethod.Get, $"{compute}/servers/{id}"))!["server"]!["status"]!.GetValue<string>() == "ACTIVE");
        return id;
    }

    public Task EvacuateAsync(string server) =>
        CallAsync(HttpMethod.Post, $"{compute}/servers/{server}/action", new JsonObject { ["evacuate"] = new JsonObject() });

    public async Task<string> EvacuationStatusAsync(string server) =>
        (await CallAsync(HttpMethod.Get, $"{compute}/os-migrations?migration_type=evacuation&instance_uuid={server}"))!["migrations"]![0]!["status"]!
            .GetValue<string>();

    public Task DeleteServerAsync(string server) => CallAsync(HttpMethod.Delete, $"{compute}/servers/{server}", tolerated: HttpStatusCode.NotFound);

    /// <summary>Disables a service for scheduling, or enables it again.</summary>
    public Task SetDisabledAsync(string serviceId, string? reason) => CallAsync(
        HttpMethod.Put,
        $"{compute}/os-services/{serviceId}",
        reason is null
            ? new JsonObject { ["status"] = "enabled" }
            : new JsonObject { ["status"] = "disabled", ["disabled_reason"] = reason });

    public async Task<string> ServiceIdAsync(string host) =>
        (await CallAsync(HttpMethod.Get, $"{compute}/os-services?binary=nova-compute&host={host}"))!["services"]![0]!["id"]!.GetValue<string>();

    public void Dispose() => http.Dispose();

    private async Task<JsonNode?> CallAsync(HttpMethod method, string url, JsonNode? body = null, HttpStatusCode? tolerated = null)
    {
        using var response = await SendAsync(method, url, body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode && response.StatusCode != tolerated)
            throw new InvalidOperationException($"{method} {url}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    // uwsgi under load resets a connection now and then; this is not the client under test, and may simply ask again.
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, JsonNode? body)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = Request(method, url, body);
            try
            {
                return await http.SendAsync(request);
            }
            catch (HttpRequestException) when (attempt < 5 && method != HttpMethod.Post)
            {
                await Task.Delay(200 * attempt);
            }
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string url, JsonNode? body)
    {
        var request = new HttpRequestMessage(method, url) { Content = body is null ? null : Json(body.ToJsonString()) };
        request.Headers.Add("X-Auth-Token", token);
        request.Headers.Add("X-OpenStack-Nova-API-Version", "2.74");
        return request;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
