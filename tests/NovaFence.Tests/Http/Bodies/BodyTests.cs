using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Bodies;

public sealed class BodyTests
{
    private const int TwoMiB = 2 * 1024 * 1024;
    private const string Path = "/api/webhooks/alertmanager";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;version=4;x=\"y\"")]
    public async Task Json_is_taken_with_any_parameters(string mediaType)
    {
        await using var app = await TestApp.StartAsync();
        (await SendAsync(app, Content(Payload.Bytes("alertmanager-firing"), mediaType))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/jsonp")]
    [InlineData("application/alert+json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/*")]
    [InlineData("application/json, text/plain")]
    [InlineData("nonsense")]
    public async Task Any_other_media_type_is_answered_415(string? mediaType)
    {
        await using var app = await TestApp.StartAsync();
        var response = await SendAsync(app, Content(Payload.Bytes("alertmanager-firing"), mediaType));
        (await response.ProblemAsync(415, "wrong-media-type")).Should().Contain("application/json");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_compressed_body_is_answered_415_with_what_to_do()
    {
        await using var app = await TestApp.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Payload.Bytes("alertmanager-firing"), TestContext.Current.CancellationToken);
        var content = Sending.Json(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");

        var response = await SendAsync(app, content);
        (await response.ProblemAsync(415, "wrong-media-type")).Should().Contain("Content-Encoding");
        response.Headers.GetValues("Accept-Encoding").Should().Equal("identity");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task The_media_type_comes_before_size_and_authenticity()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(HttpMethod.Post, Path, "a-wrong-token", Content(new byte[TwoMiB], "text/plain"));
        await response.ProblemAsync(415, "wrong-media-type");
    }

    [Fact]
    public async Task A_wrong_token_comes_before_size()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.SendAsync(HttpMethod.Post, Path, "a-wrong-token", Sending.Json(new byte[TwoMiB]));
        await response.ProblemAsync(401, "not-authentic");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_2_MiB_is_too_large_announced_or_not(bool chunked)
    {
        await using var app = await TestApp.StartAsync();
        var response = await SendAsync(app, Sending.Json(new byte[TwoMiB]), chunked);
        (await response.ProblemAsync(413, "too-large")).Should().Contain("1048576");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(0, 200, false)]
    [InlineData(0, 200, true)]
    [InlineData(1, 413, false)]
    [InlineData(1, 413, true)]
    public async Task The_limit_is_exact(int beyond, int status, bool chunked)
    {
        const int limit = 300_000;
        await using var app = await TestApp.StartAsync(("NovaFence:Receivers:MaxBodyBytes", "300000"));
        var body = Payload.Bytes("alertmanager-firing");
        byte[] padded = [.. body, .. Enumerable.Repeat((byte)' ', limit + beyond - body.Length)];
        ((int)(await SendAsync(app, Sending.Json(padded), chunked)).StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task A_chunked_body_is_taken()
    {
        await using var app = await TestApp.StartAsync();
        (await SendAsync(app, Sending.Json(Payload.Bytes("alertmanager-mixed-group")), chunked: true)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Fencer.Deliveries.Should().ContainSingle();
    }

    [Fact]
    public async Task A_slow_body_is_answered_503_because_a_408_would_not_be_repeated()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        using var connection = await RawConnection.OpenAsync(app);
        await connection.SendAsync(RawConnection.Head(Path, "Content-Type: application/json", $"Authorization: Bearer {TestApp.Token}", "Content-Length: 100"));
        await connection.SendAsync("{\"version\"");

        await clock.TimerMadeAsync();
        clock.Advance(TimeSpan.FromSeconds(4));

        var answer = await connection.RestAsync();
        answer.Should().StartWith("HTTP/1.1 503 ").And.Contain("Retry-After: 5").And.Contain("did not arrive within 4 s");
        app.Fencer.WasReached.Should().BeFalse();
        app.Log.All.Should().NotContain(line => line.Level >= LogLevel.Error, "a sender that is slow is no fault of the server's");
    }

    [Fact]
    public async Task The_time_a_body_takes_is_taken_from_the_fencer_s()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var body = Encoding.UTF8.GetString(Payload.Bytes("alertmanager-firing"));
        using var connection = await RawConnection.OpenAsync(app);
        await connection.SendAsync(RawConnection.Head(
            Path, "Content-Type: application/json", $"Authorization: Bearer {TestApp.Token}", $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"));

        await clock.TimerMadeAsync();
        clock.Advance(TimeSpan.FromSeconds(3));
        await connection.SendAsync(body);

        (await connection.FirstLineAsync()).Should().StartWith("HTTP/1.1 200 ");
        app.Fencer.Patience.Should().Equal(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_sender_that_goes_away_before_the_end_reaches_nothing()
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var body = Encoding.UTF8.GetString(Payload.Bytes("alertmanager-firing"));
        using (var connection = await RawConnection.OpenAsync(app))
        {
            await connection.SendAsync(RawConnection.Head(
                Path, "Content-Type: application/json", $"Authorization: Bearer {TestApp.Token}", $"Content-Length: {Encoding.UTF8.GetByteCount(body) + 1}"));
            await connection.SendAsync(body);
            await clock.TimerMadeAsync();
        }

        await app.Log.WaitForAsync(line => line.Id.Id is 4002 or 4006);
        app.Fencer.WasReached.Should().BeFalse();
        app.Log.All.Should().NotContain(line => line.Id.Id == 4101);
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}XX0\r\n\r\n")]
    [InlineData("-1\r\n{}\r\n0\r\n\r\n")]
    public async Task Broken_chunks_are_answered_400(string chunks)
    {
        await using var app = await TestApp.StartAsync();
        using var connection = await RawConnection.OpenAsync(app);
        await connection.SendAsync(RawConnection.Head(
            Path, "Content-Type: application/json", $"Authorization: Bearer {TestApp.Token}", "Transfer-Encoding: chunked") + chunks);
        (await connection.FirstLineAsync()).Should().StartWith("HTTP/1.1 400 ");
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData(TestApp.Token, TestApp.Token)]
    [InlineData(TestApp.Token, "a-wrong-token")]
    [InlineData("a-wrong-token", TestApp.Token)]
    public async Task Two_Authorization_headers_are_none(string first, string second)
    {
        await using var app = await TestApp.StartAsync();
        var body = Encoding.UTF8.GetString(Payload.Bytes("alertmanager-firing"));
        using var connection = await RawConnection.OpenAsync(app);
        await connection.SendAsync(RawConnection.Head(
            Path,
            "Content-Type: application/json",
            $"Authorization: Bearer {first}",
            $"Authorization: Bearer {second}",
            $"Content-Length: {Encoding.UTF8.GetByteCount(body)}") + body);
        (await connection.FirstLineAsync()).Should().MatchRegex("^HTTP/1.1 40[01] ");
        app.Fencer.WasReached.Should().BeFalse();
    }

    private static ByteArrayContent Content(byte[] body, string? mediaType)
    {
        var content = new ByteArrayContent(body);
        if (mediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return content;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestApp app, HttpContent content, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestApp.Token);
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        return await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
