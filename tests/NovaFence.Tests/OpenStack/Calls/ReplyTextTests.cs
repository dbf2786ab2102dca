using NovaFence.OpenStack.Calls;

namespace NovaFence.OpenStack.Tests.Calls;

public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("""{"badRequest":{"code":400,"message":"Invalid uuid 3"}}""", "Invalid uuid 3", "badRequest")]
    [InlineData("""{"error":{"code":401,"title":"Unauthorized","message":"No."}}""", "No.", "error")]
    [InlineData("""{"error":{"code":401,"identity":{},"message":"Error authenticating."}}""", "Error authenticating.", "error")]
    [InlineData(
        """{"computeFault":{"code":500,"message":"Unexpected API Error.\n<class 'oslo_db.exception.DBConnectionError'>"}}""",
        "Unexpected API Error. <class 'oslo_db.exception.DBConnectionError'>", "computeFault")]
    [InlineData(
        """{"message":"The server is currently unavailable.<br /><br />\nThe Keystone service is temporarily unavailable.\n\n","code":"503 Service Unavailable"}""",
        "The server is currently unavailable. The Keystone service is temporarily unavailable.", null)]
    [InlineData("<html><style>p {}</style><p>Bad <b>gateway</b></p></html>", "Bad gateway", null)]
    [InlineData("""{"badRequest":{"code":400,"mess""", """{"badRequest":{"code":400,"mess""", null)]
    [InlineData("""{"badRequest":{"message":5}}""", """{"badRequest":{"message":5}}""", "badRequest")]
    [InlineData("[1]", "[1]", null)]
    [InlineData("{}", "{}", null)]
    [InlineData("   ", null, null)]
    [InlineData(null, null, null)]
    public void A_reply_says_its_message_or_its_words(string? content, string? text, string? fault)
    {
        ReplyText.Of(content).Should().Be(text);
        ReplyText.FaultName(content).Should().Be(fault);
    }

    [Theory]
    [InlineData("a\u0000b\u001b[31mc", "a b [31mc")]
    [InlineData("  a \r\n\t b  ", "a b")]
    [InlineData("right\u202eleft\u200b", "rightleft")]
    public void What_would_move_a_terminal_or_mislead_a_reader_is_left_out(string text, string clean) => ReplyText.Clean(text).Should().Be(clean);

    [Theory]
    [InlineData("<")]
    [InlineData("<style>")]
    [InlineData("x ")]
    public void A_page_without_end_is_searched_for_words_in_no_time(string part)
    {
        var page = string.Concat(Enumerable.Repeat(part, 4_000_000));

        string? said = null;

        var search = () => { said = ReplyText.Of($"Bad gateway {page}"); };

        search.ExecutionTime().Should().BeLessThan(TimeSpan.FromSeconds(5));
        said.Should().StartWith("Bad gateway");
    }

    [Fact]
    public void Half_a_character_is_replaced() => ReplyText.Clean("\ud800 lone").Should().Be("\ufffd lone");

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        var clean = ReplyText.Clean(string.Concat(Enumerable.Repeat("\U0001F525", 400)));

        clean!.Length.Should().BeLessThanOrEqualTo(ReplyText.MaxLength);
        clean.Should().EndWith("\U0001F525…");
    }
}
