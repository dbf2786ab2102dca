using System.Text.Json;
using NovaFence.Http.Receivers.Generic;

namespace NovaFence.Http.Tests.Receivers;

public sealed class JsonPointerTests
{
    /// <summary>The names that RFC 6901 (5) points at.</summary>
    private const string Document = """
        {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"none":null,"~1":9,"deep":{"list":[{"x":10}]}}
        """;

    [Theory]
    [InlineData("/foo", """["bar","baz"]""")]
    [InlineData("/foo/0", "\"bar\"")]
    [InlineData("/foo/1", "\"baz\"")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    [InlineData("/~01", "9")]
    [InlineData("/deep/list/0/x", "10")]
    public void It_finds_what_it_points_to(string text, string expected) => Find(text)!.Value.GetRawText().Should().Be(expected);

    [Fact]
    public void An_empty_one_is_the_whole() => Find("")!.Value.GetRawText().Should().Be(Document.Trim());

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/FOO")]
    [InlineData("/foo/2")]
    [InlineData("/foo/-")]
    [InlineData("/foo/00")]
    [InlineData("/foo/+1")]
    [InlineData("/foo/ 1")]
    [InlineData("/foo/99999999999")]
    [InlineData("/foo/bar")]
    [InlineData("/foo/0/x")]
    [InlineData("/none")]
    [InlineData("/foo/")]
    public void It_finds_nothing_where_nothing_is(string text) => Find(text).Should().BeNull();

    [Theory]
    [InlineData("foo")]
    [InlineData("#/foo")]
    [InlineData("$.foo")]
    [InlineData("/a~")]
    [InlineData("/a~2b")]
    [InlineData("/~/x")]
    public void What_is_no_pointer_is_not_read(string text) => JsonPointer.TryRead(text, out _).Should().BeFalse();

    private static JsonElement? Find(string text)
    {
        JsonPointer.TryRead(text, out var pointer).Should().BeTrue();
        return pointer!.Find(JsonDocument.Parse(Document).RootElement);
    }
}
