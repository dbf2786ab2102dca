using System.Text.Json.Nodes;
using NovaFence.Sandbox;

namespace NovaFence.Server.Tests.Running;

/// <summary>Somebody else who speaks to the cloud, as its administrator.</summary>
internal static class OpenStackClient
{
    public static async Task<JsonNode?> AskAsync(SandboxCloud cloud, HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpClient();
        var credentials = $$$"""{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"{{{cloud.Admin.ApplicationCredentialId}}}","secret":"{{{cloud.Admin.ApplicationCredentialSecret}}}" } } } }""";
        using var asked = await client.PostAsync($"{cloud.AuthUrl}/auth/tokens", new StringContent(credentials, null, "application/json"));
        using var request = new HttpRequestMessage(method, cloud.ComputeUrl + path);
        request.Headers.Add("X-Auth-Token", asked.Headers.GetValues("X-Subject-Token"));
        request.Headers.Add("OpenStack-API-Version", "compute 2.93");
        if (body is not null)
            request.Content = new StringContent(body, null, "application/json");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
