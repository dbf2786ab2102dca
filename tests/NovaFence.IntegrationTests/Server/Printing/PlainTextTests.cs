using System.Text.Json.Nodes;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Tests.Printing;

/// <summary>Nothing that a terminal acts on, or that turns what stands beside it, is printed.</summary>
public sealed class PlainTextTests
{
    public static TheoryData<int> Unfit =>
    [
        .. Enumerable.Range(0, 0x20).Where(code => code is not ('\t' or '\n' or '\r')), .. Enumerable.Range(0x7f, 0x21),
        0x061c, 0x200b, 0x200e, 0x200f, .. Enumerable.Range(0x2028, 7), .. Enumerable.Range(0x2066, 4), 0xfeff,
        // Joiners of marks, fill-in letters, selectors of variants, and what has no place within 16 bits: tags, which can spell a whole name that nobody sees.
        0x34f, 0x115f, 0x3164, 0xffa0, 0x1bca0, 0x1d173, 0xe0001, 0xe0061, 0xe0100,
    ];

    [Theory]
    [MemberData(nameof(Unfit))]
    public void It_is_seen_that_something_was_there_and_nothing_is_done(int code)
    {
        var text = $"compute{char.ConvertFromUtf32(code)}1";

        PlainText.Line(text).Should().Be("compute?1");
        PlainText.Lines(text).Should().Be("compute?1");
        var json = PlainText.Json(JsonValue.Create(text).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        json.Should().Contain("\\").And.NotContain(char.ConvertFromUtf32(code));
        JsonNode.Parse(json)!.GetValue<string>().Should().Be(text, "nothing of it is lost in JSON");
    }

    [Fact]
    public void Line_ends_are_kept_where_lines_are_meant_and_are_blanks_where_one_is()
    {
        PlainText.Line("a\tb\r\nc").Should().Be("a b  c");
        PlainText.Lines("a\nb").Should().Be("a\nb");
        PlainText.Line("naïve “日本” … 🔥 ⚠️ 𝛼").Should().Be("naïve “日本” … 🔥 ⚠️ 𝛼");
    }
}
