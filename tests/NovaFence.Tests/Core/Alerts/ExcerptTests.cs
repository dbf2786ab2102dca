using NovaFence.Core.Alerts;

namespace NovaFence.Core.Tests.Alerts;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("compute1", "compute1")]
    [InlineData("Zürich 東京 𝒜", "Zürich 東京 𝒜")]
    [InlineData("a\u0000b\u001b[31mc\r\nd\u007f", "a?b?[31mc??d?")]
    [InlineData("a\u0085b\u009bc", "a?b?c")]
    [InlineData("a\u202eb\u2066c\u200fd\u061ce\u2028f\u2029g", "a?b?c?d?e?f?g")]
    [InlineData("compute1\u034f\u3164\U000E0061\U000E0001", "compute1????")]
    [InlineData("⚠️ é 🔥", "⚠️ é 🔥")]
    public void What_a_terminal_would_act_on_is_a_question_mark(string text, string shown) => Excerpt.Of(text).Should().Be(shown);

    [Fact]
    public void Half_a_surrogate_pair_is_a_question_mark() => Excerpt.Of("a\ud835b\udc9c").Should().Be("a?b?");

    [Theory]
    [InlineData("abcd", 4, "abcd", "abcd")]
    [InlineData("abcde", 4, "abcd…", "abcd")]
    [InlineData("abc𝒜", 4, "abc…", "abc")]
    [InlineData("ab𝒜c", 4, "ab𝒜…", "ab𝒜")]
    [InlineData("𝒜", 1, "…", "")]
    public void A_surrogate_pair_is_never_cut(string text, int most, string shown, string cut)
    {
        Excerpt.Of(text, most).Should().Be(shown);
        Excerpt.Cut(text, most).Should().Be(cut);
    }
}
