using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Page;

/// <summary>A browser as far as the page's answers go: it keeps the cookie, follows nothing, and says where a request comes from.</summary>
internal sealed partial class PageVisitor : IDisposable
{
    private readonly HttpClient _client;

    internal PageVisitor(TestApp app) => _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };

    /// <summary>What is sent as <c>Cookie</c>; null for none.</summary>
    internal string? Cookie { get; set; }

    internal static async Task<PageVisitor> SignedInAsync(TestApp app, string token = TestApp.Operator, string name = "Ada")
    {
        var visitor = new PageVisitor(app);
        using var answer = await visitor.SignInAsync(token, name);
        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return visitor;
    }

    internal async Task<HttpResponseMessage> SignInAsync(string token, string name, Action<HttpRequestMessage>? change = null)
    {
        var answer = await PostAsync("/page/sign-in", new() { ["token"] = token, ["name"] = name }, change);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            Cookie = cookies.Single().Split(';')[0];
        return answer;
    }

    internal Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), change);

    internal async Task<string> TextAsync(string path)
    {
        using var answer = await GetAsync(path);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    internal Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return SendAsync(request, change);
    }

    /// <summary>What the dialog sends for a button of the fleet's page.</summary>
    internal async Task<Dictionary<string, string>> FormAsync(string action, string host, string reason = "seen in the rack")
    {
        var button = Buttons().Matches(await TextAsync("/page/fleet")).Select(match => match.Value)
            .Single(text => Attribute(text, "data-action") == action && Attribute(text, "data-host") == host);
        return new()
        {
            ["action"] = action,
            ["host"] = host,
            ["version"] = Attribute(button, "data-version"),
            ["token"] = Attribute(button, "data-token"),
            ["key"] = Guid.NewGuid().ToString("N"),
            ["reason"] = reason,
            ["here"] = "/page/fleet",
        };
    }

    internal Task<HttpResponseMessage> ActAsync(Dictionary<string, string> form, Action<HttpRequestMessage>? change = null) => PostAsync("/page/act", form, change);

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Action<HttpRequestMessage>? change)
    {
        using (request)
        {
            if (Cookie is not null)
                request.Headers.Add("Cookie", Cookie);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            change?.Invoke(request);
            return await _client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    private static string Attribute(string button, string name) => WebUtility.HtmlDecode(Regex.Match(button, $" {name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("<button[^>]*data-action[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Buttons();
}
