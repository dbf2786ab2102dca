using System.Text.Json;
using NovaFence.Core.Alerts;

namespace NovaFence.Core.Tests.Alerts;

/// <summary>What .NET would read otherwise than RE2; the values are those of Go's <c>regexp</c>. Random ones are held against amtool.</summary>
public sealed class Re2SyntaxTests
{
    private static bool? Matches(string expression, string value)
    {
        var text = $"x=~\"{expression.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return LabelMatcher.TryParse(text, out var matcher, out _) ? matcher.MatchesValue(value) : null;
    }

    /// <summary>Case 11: the class is taken as Alertmanager takes it.</summary>
    [Fact]
    public void Case_11_a_posix_class_is_what_it_is_to_Alertmanager()
    {
        LabelMatcher.TryParse("host=~\"compute[[:digit:]]+\"", out var matcher, out var problem).Should().BeTrue(problem);
        matcher!.MatchesValue("compute1").Should().BeTrue();
        matcher.MatchesValue("compute").Should().BeFalse();
        matcher.MatchesValue("compute:").Should().BeFalse();
    }

    [Theory]
    [InlineData("\\d", "٣", false)]
    [InlineData("\\w+", "é", false)]
    [InlineData("\\s", "\u00a0", false)]
    [InlineData("\\s", "\v", false)]
    [InlineData("[[:space:]]", "\v", true)]
    [InlineData("[^[:alpha:]]", "1", true)]
    [InlineData("[[:^alpha:]]", "a", false)]
    [InlineData("a.b", "a\nb", false)]
    [InlineData("(?s)a.b", "a\nb", true)]
    [InlineData("[^x]", "\n", true)]
    [InlineData("abc", "abc\n", false)]
    [InlineData("abc$", "abc\n", false)]
    [InlineData("abc\\z", "abc", true)]
    [InlineData("(?m)a$\n^b", "a\nb", true)]
    [InlineData("a|b", "ax", false)]
    [InlineData(".", "😀", true)]
    [InlineData("..", "😀", false)]
    [InlineData("[😀-😂]", "😁", true)]
    [InlineData("[^a]", "😀", true)]
    [InlineData("[a-z-[aeiou]]", "b", false)]
    [InlineData("[a-z-[aeiou]]", "b]", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[a-z&&[^b]]", "&]", true)]
    [InlineData("(?i)k", "K", true)]
    [InlineData("(?i)s", "ſ", true)]
    [InlineData("(?i)i", "İ", false)]
    [InlineData("(?i)i", "ı", false)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("a(?i)b|c", "C", true)]
    [InlineData("(?-i)A", "a", false)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("\\Qa.b\\E", "a.b", true)]
    [InlineData("(?P<n>a)", "a", true)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("a{2", "a{2", true)]
    [InlineData("\\x{1F600}", "😀", true)]
    [InlineData("\\101", "A", true)]
    [InlineData("a #b", "a #b", true)]
    [InlineData("(|a)", "", true)]
    [InlineData("", "", true)]
    [InlineData("[^\\x00-\\x{10FFFF}]", "a", false)]
    public void It_matches_what_RE2_matches(string expression, string value, bool matches) =>
        Matches(expression, value).Should().Be(matches, "{0} of {1}", expression, JsonSerializer.Serialize(value));

    [Theory]
    [InlineData("\\pN", "Unicode")]
    [InlineData("[\\p{Greek}]", "Unicode")]
    [InlineData("\\bcompute1\\b", "\\b")]
    [InlineData("\\Z", "nothing that RE2 knows")]
    [InlineData("(?=a)", "lookahead")]
    [InlineData("(?!a)", "lookahead")]
    [InlineData("(?<=a)", "lookbehind")]
    [InlineData("(?<n>a)", "(?P<name>")]
    [InlineData("(?'n'a)", "nothing that RE2 knows")]
    [InlineData("(?>a)", "atomic")]
    [InlineData("(?#a)", "nothing that RE2 knows")]
    [InlineData("(?x)a b", "nothing that RE2 knows")]
    [InlineData("(?n)a", "nothing that RE2 knows")]
    [InlineData("(a)\\1", "references")]
    [InlineData("(?P<n>a)(?P<n>b)", "two groups")]
    [InlineData("a*+", "repeats a repetition")]
    [InlineData("a**", "repeats a repetition")]
    [InlineData("a{2}{3}", "repeats a repetition")]
    [InlineData("*a", "nothing before it")]
    [InlineData("(|*)", "nothing before it")]
    [InlineData("a(?i)*", "nothing before it")]
    [InlineData("a{1001}", "0 to 1000")]
    [InlineData("((a{100}){10}){2}", "more than 1000")]
    [InlineData("a)|(b", "too many")]
    [InlineData("(a", "no ')'")]
    [InlineData("[a", "no ']'")]
    [InlineData("[b-a]", "end comes before")]
    [InlineData("[[:nothing:]]", "no class")]
    [InlineData("[\\b]", "nothing that RE2 knows")]
    [InlineData("\\Qa", "no \\E")]
    [InlineData("\\u0061", "nothing that RE2 knows")]
    [InlineData("\\x{110000}", "no character")]
    [InlineData("(?i)é", "write both cases")]
    [InlineData("a\\", "ends with")]
    public void What_has_no_exact_counterpart_is_refused_with_the_reason(string expression, string why)
    {
        Re2Syntax.TryRead(expression, out _, out var problem).Should().BeFalse();
        problem.Should().Contain(why);
    }

    [Theory]
    [InlineData("{a=\"b\"}")]
    [InlineData("a=b,c=d")]
    [InlineData("a=~b{2}")]
    [InlineData("a=b c")]
    [InlineData("a='b'")]
    [InlineData("a=\"b\" c=\"d\"")]
    [InlineData("a=\"b\\tc\"")]
    [InlineData("a=~\"b\\x2ec\"")]
    public void What_Alertmanagers_parsers_read_differently_is_refused(string text) => LabelMatcher.TryParse(text, out _, out _).Should().BeFalse();
}
