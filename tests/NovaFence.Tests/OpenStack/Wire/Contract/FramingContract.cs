using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Contract;

/// <summary>Request bodies need Content-Length.</summary>
public abstract class FramingContract(WireCloud cloud) : WireContract(cloud)
{
    private string Put => $$"""{"binary": "nova-compute", "host": "{{Cloud.Host}}", "forced_down": true}""";

    [Fact]
    public async Task Nova_does_not_read_a_chunked_body()
    {
        (string head, string body, _) = await SendToNovaAsync("Transfer-Encoding: chunked", Chunked(Put));

        head.Should().StartWith("HTTP/1.1 400 ");
        ((string?)JsonNode.Parse(body)!["badRequest"]!["message"]).Should().Be("None is not of type 'object'");
        ((bool)(await Cloud.ServiceAsync(Cloud.Host))["forced_down"]!).Should().BeFalse();
    }

    [Fact]
    public async Task Nova_reads_a_body_with_its_length()
    {
        (string head, _, _) = await SendToNovaAsync($"Content-Length: {Put.Length}", Put);

        head.Should().StartWith("HTTP/1.1 200 ");
        ((bool)(await Cloud.ServiceAsync(Cloud.Host))["forced_down"]!).Should().BeTrue();
    }

    [Fact]
    public async Task Nova_reads_a_body_that_waits_for_100_continue()
    {
        (string head, string body, _) = await SendToNovaAsync($"Expect: 100-continue\r\nContent-Length: {Put.Length}", Put);

        head.Should().StartWith("HTTP/1.1 200 ");
        body.Should().Contain(Cloud.Host);
    }

    [Fact]
    public async Task Keystone_does_not_read_a_chunked_body()
    {
        (string head, string body, _) = await RawSocket.SendAsync(
            Cloud.AuthUrl,
            $"POST {Cloud.AuthUrl.AbsolutePath}/auth/tokens HTTP/1.1\r\nHost: {Cloud.AuthUrl.Authority}\r\nContent-Type: application/json\r\n"
            + $"Transfer-Encoding: chunked\r\n\r\n{Chunked(Cloud.Admin.Auth())}",
            TestContext.Current.CancellationToken);

        head.Should().StartWith("HTTP/1.1 400 ");
        ((string?)JsonNode.Parse(body)!["error"]!["message"]).Should().StartWith("Expecting to find auth in request body.");
    }

    private static string Chunked(string body) => $"{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n0\r\n\r\n";

    private async Task<(string Head, string Body, bool Closed)> SendToNovaAsync(string framing, string body) => await RawSocket.SendAsync(
        Cloud.ComputeUrl,
        $"PUT {Cloud.ComputeUrl.AbsolutePath}/os-services/force-down HTTP/1.1\r\nHost: {Cloud.ComputeUrl.Authority}\r\nX-Auth-Token: {await Cloud.TokenAsync(Cloud.Admin)}\r\n"
        + $"X-OpenStack-Nova-API-Version: 2.11\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{body}",
        TestContext.Current.CancellationToken);
}
