using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class WebServerTests
{
    [Theory]
    [InlineData(WebServer.Eventlet)]
    [InlineData(WebServer.Uwsgi)]
    public async Task Uwsgi_tells_neither_the_length_nor_that_it_closes_and_eventlet_keeps_the_connection(WebServer kind)
    {
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new() { WebServer = kind }, TestContext.Current.CancellationToken);

        (string head, string body, bool closed) = await RawSocket.SendAsync(
            cloud.ComputeUrl, "GET /v2.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", TestContext.Current.CancellationToken);

        head.Should().StartWith("HTTP/1.1 200 OK");
        body.Should().StartWith("{").And.EndWith("}");
        closed.Should().Be(kind == WebServer.Uwsgi);
        head.Contains("Content-Length:", StringComparison.OrdinalIgnoreCase).Should().Be(kind == WebServer.Eventlet);
        head.Should().NotContainEquivalentOf("Connection:").And.NotContainEquivalentOf("Transfer-Encoding:");
    }

    [Fact]
    public async Task A_204_of_uwsgi_leaves_a_dead_connection_behind()
    {
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new() { WebServer = WebServer.Uwsgi }, TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        using var auth = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(new WireAccount("admin", cloud.Admin.Password, "admin").Auth()));
        auth.Headers.ContentType = new("application/json");
        using HttpResponseMessage issued = await http.PostAsync(new Uri(cloud.AuthUrl + "/auth/tokens"), auth, TestContext.Current.CancellationToken);
        string token = issued.Headers.GetValues("X-Subject-Token").Single();

        (string head, string body, bool closed) = await RawSocket.SendAsync(
            cloud.AuthUrl,
            $"DELETE /identity/v3/auth/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Auth-Token: {token}\r\nX-Subject-Token: {token}\r\n\r\n",
            TestContext.Current.CancellationToken);

        head.Should().StartWith("HTTP/1.1 204").And.NotContainEquivalentOf("Connection:");
        body.Should().BeEmpty();
        closed.Should().BeTrue();
    }
}
