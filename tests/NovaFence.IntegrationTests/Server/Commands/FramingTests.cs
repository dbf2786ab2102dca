using System.Globalization;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>
/// Requests whose end two servers could see in different places, on a socket of <c>novafence serve</c>. None is answered 2xx, and none hides a second one that
/// is carried out: in each lies an operator's pause, with the right token.
/// </summary>
public sealed class FramingTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Body = """{"reason":"smuggled"}""";
    private const string Delivery = """{"version":"4","status":"firing","alerts":[]}""";

    private static readonly string Hidden =
        $"PUT /api/pause HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {CloudAndLedger.OperatorToken}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";

    private static readonly string Length = Delivery.Length.ToString(CultureInfo.InvariantCulture);

    /// <summary>The delivery as one chunk and the end, with what a server that believes a length would take for the next request.</summary>
    private static readonly string Chunks = $"{Delivery.Length:X}\r\n{Delivery}\r\n0\r\n\r\n{Hidden}";

    public static TheoryData<string, string> Variants() => new()
    {
        // Two words about the length.
        { "a length and chunks", Head($"Content-Length: {Length}", "Transfer-Encoding: chunked") + Chunks },
        { "chunks and a length", Head("Transfer-Encoding: chunked", $"Content-Length: {Length}") + Chunks },
        { "a length of nothing and chunks", Head("Content-Length: 0", "Transfer-Encoding: chunked") + Chunks },
        { "a length that takes in what follows, and chunks", Head($"Content-Length: {Chunks.Length}", "Transfer-Encoding: chunked") + Chunks },
        { "two lengths", Head($"Content-Length: {Length}", "Content-Length: 0") + Delivery + Hidden },
        { "two lengths, the other way round", Head("Content-Length: 0", $"Content-Length: {Length}") + Delivery + Hidden },
        { "the same length twice", Head($"Content-Length: {Length}", $"Content-Length: {Length}") + Delivery + Hidden },
        { "two lengths in one header", Head($"Content-Length: {Length}, 0") + Delivery + Hidden },
        { "the same length twice in one header", Head($"Content-Length: {Length}, {Length}") + Delivery + Hidden },
        // Lengths that are none.
        { "a negative length", Head("Content-Length: -1") + Delivery + Hidden },
        { "a hexadecimal length", Head("Content-Length: 0x2D") + Delivery + Hidden },
        { "a length of 2^63", Head("Content-Length: 9223372036854775808") + Delivery + Hidden },
        { "a length of 2^64", Head("Content-Length: 18446744073709551616") + Delivery + Hidden },
        { "a length with a point", Head($"Content-Length: {Length}.0") + Delivery + Hidden },
        { "an empty length", Head("Content-Length:") + Delivery + Hidden },
        // Codings that are not exactly chunked.
        { "chunked twice", Head("Transfer-Encoding: chunked, chunked") + Chunks },
        { "chunked in two headers", Head("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + Chunks },
        { "identity before chunked", Head("Transfer-Encoding: identity, chunked") + Chunks },
        { "chunked before identity", Head("Transfer-Encoding: chunked, identity") + Chunks },
        { "an unknown coding", Head("Transfer-Encoding: xchunked") + Chunks },
        { "gzip before chunked", Head("Transfer-Encoding: gzip, chunked") + Chunks },
        { "a vertical tab before chunked", Head("Transfer-Encoding: \vchunked") + Chunks },
        { "chunked in quotes", Head("Transfer-Encoding: \"chunked\"") + Chunks },
        { "chunks in HTTP/1.0", Head("Transfer-Encoding: chunked").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + Chunks },
        // Headers that are not well formed.
        { "a space before the colon of a length", Head($"Content-Length : {Length}") + Delivery + Hidden },
        { "a space before the colon of chunked", Head("Transfer-Encoding : chunked") + Chunks },
        { "a folded header", Head("Transfer-Encoding:\r\n chunked") + Chunks },
        { "a header that goes on in the next line", Head($"Content-Length: {Length}\r\n 0") + Delivery + Hidden },
        { "a space in front of the first header", Head().Replace("\r\nHost", "\r\n Host", StringComparison.Ordinal).Replace("\r\n\r\n", $"\r\nContent-Length: {Length}\r\n\r\n", StringComparison.Ordinal) + Delivery + Hidden },
        { "a NUL in a header", Head($"Content-Length: {Length}\0") + Delivery + Hidden },
        { "a bare CR in a header", Head($"X: y\rTransfer-Encoding: chunked", $"Content-Length: {Length}") + Chunks },
        { "two hosts", Head("Host: other", $"Content-Length: {Length}") + Delivery + Hidden },
        // Chunks whose size is none.
        { "a chunk of FFFFFFFF", Head("Transfer-Encoding: chunked") + $"FFFFFFFF\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk of FFFFFFFE", Head("Transfer-Encoding: chunked") + $"FFFFFFFE\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk of 7FFFFFFF", Head("Transfer-Encoding: chunked") + $"7FFFFFFF\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk of 80000000", Head("Transfer-Encoding: chunked") + $"80000000\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk of 2^32", Head("Transfer-Encoding: chunked") + $"100000000\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk of 2^32 and the right size", Head("Transfer-Encoding: chunked") + $"1{Delivery.Length:X8}\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk of 2^64 and the right size", Head("Transfer-Encoding: chunked") + $"1{Delivery.Length:X16}\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk of FFFFFFFFFFFFFFFF", Head("Transfer-Encoding: chunked") + $"FFFFFFFFFFFFFFFF\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a negative chunk", Head("Transfer-Encoding: chunked") + $"-1\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk with a sign", Head("Transfer-Encoding: chunked") + $"+{Delivery.Length:X}\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk with 0x", Head("Transfer-Encoding: chunked") + $"0x{Delivery.Length:X}\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk with a space in front", Head("Transfer-Encoding: chunked") + $" {Delivery.Length:X}\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk without a size", Head("Transfer-Encoding: chunked") + $"\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk longer than its size", Head("Transfer-Encoding: chunked") + $"{Delivery.Length - 1:X}\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        { "a chunk without its end", Head("Transfer-Encoding: chunked") + $"{Delivery.Length:X}\r\n{Delivery}0\r\n\r\n{Hidden}" },
        { "chunks that end with bare LFs", Head("Transfer-Encoding: chunked") + $"{Delivery.Length:X}\n{Delivery}\n0\n\n{Hidden}" },
        { "chunks without an end", Head("Transfer-Encoding: chunked") + $"{Delivery.Length:X}\r\n{Delivery}\r\n" },
        { "less than the length", Head($"Content-Length: {Delivery.Length + 1}") + Delivery },
        { "a chunk of no hexadecimal digits", Head("Transfer-Encoding: chunked") + $"zz\r\n{Delivery}\r\n0\r\n\r\n{Hidden}" },
        // A body where there is none.
        { "neither a length nor chunks", Head() + Delivery },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task None_is_taken_and_none_hides_another(string what, string request)
    {
        var said = await RawRequest.SendAsync(server.Address, request);

        var pauses = await PausesAsync();
        if (pauses > 0)
            (await server.Operator.DeleteAsync("/api/pause", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        pauses.Should().Be(0, "of {0} nothing is carried out, and it said {1}", what, said);
        RawRequest.Statuses(said).Should().NotContain(status => status >= 200 && status < 300, "of {0} nothing is taken, and it said {1}", what, said);
    }

    [Theory]
    [InlineData("a length and chunks", "POST /nothing")]
    [InlineData("a length and chunks", "PUT /api/webhooks/alertmanager")]
    [InlineData("a length and chunks", "POST /")]
    [InlineData("a length and chunks", "POST /metrics")]
    [InlineData("a length and chunks", "POST /page/fleet")]
    [InlineData("chunks and a length", "POST /nothing")]
    [InlineData("a length of nothing and chunks", "POST /nothing")]
    [InlineData("a length that takes in what follows, and chunks", "DELETE /api/status")]
    [InlineData("chunked twice", "POST /nothing")]
    [InlineData("identity before chunked", "POST /nothing")]
    [InlineData("gzip before chunked", "DELETE /api/status")]
    public Task Nor_does_one_to_a_path_or_by_a_method_that_nobody_has(string what, string to) => None_is_taken_and_none_hides_another(
        $"{what}, {to}", Variants().Select(variant => variant.Data).Single(variant => variant.Item1 == what).Item2.Replace("POST /api/webhooks/alertmanager", to, StringComparison.Ordinal));

    [Fact]
    public async Task The_request_that_is_hidden_is_a_right_one()
    {
        RawRequest.Statuses(await RawRequest.SendAsync(server.Address, Hidden)).Should().Equal(200);
        (await PausesAsync()).Should().Be(1);
        (await server.Operator.DeleteAsync("/api/pause", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        RawRequest.Statuses(await RawRequest.SendAsync(server.Address, Head($"Content-Length: {Length}") + Delivery)).Should().Equal(200);
        RawRequest.Statuses(await RawRequest.SendAsync(server.Address, Head("Transfer-Encoding: chunked") + $"{Delivery.Length:X}\r\n{Delivery}\r\n0\r\n\r\n")).Should().Equal(200);
    }

    private async Task<int> PausesAsync()
    {
        var text = await server.Operator.GetStringAsync("/api/pause", TestContext.Current.CancellationToken);
        return JsonNode.Parse(text)!["pauses"]!.AsArray().Count;
    }

    private static string Head(params string[] headers) =>
        $"POST /api/webhooks/alertmanager HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer {CloudAndLedger.Token}\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n";
}
