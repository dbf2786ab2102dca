using NovaFence.Core.Alerts;

namespace NovaFence.Core.Tests.Alerts;

public sealed class LabelMatcherTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["alertname"] = "HostDown", ["severity"] = "critical", ["quote"] = "a\"b" };

    [Theory]
    [InlineData("alertname=\"HostDown\"", true)]
    [InlineData("alertname = HostDown", true)]
    [InlineData("alertname=\"hostdown\"", false)]
    [InlineData("alertname!=\"HostDown\"", false)]
    [InlineData("alertname!=\"Other\"", true)]
    [InlineData("severity=~\"crit.*|page\"", true)]
    [InlineData("severity=~\"crit\"", false)]
    [InlineData("severity!~\"warn.*\"", true)]
    [InlineData("absent=\"\"", true)]
    [InlineData("absent!=\"\"", false)]
    [InlineData("quote=\"a\\\"b\"", true)]
    public void It_matches_as_Alertmanager_does(string text, bool matches)
    {
        LabelMatcher.TryParse(text, out var matcher, out var problem).Should().BeTrue(problem);
        matcher!.Matches(Labels).Should().Be(matches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alertname")]
    [InlineData("alertname==\"x\"x")]
    [InlineData("alertname=\"unclosed")]
    [InlineData("alertname=~\"(\"")]
    [InlineData("alertname=~\"(a)\\1\"")]
    public void What_cannot_be_read_says_so(string text)
    {
        LabelMatcher.TryParse(text, out _, out var problem).Should().BeFalse();
        problem.Should().Contain($"'{text}'");
    }

    [Theory]
    [InlineData("a=\"x\"", "a=\"y\"", true)]
    [InlineData("a=\"x\"", "a=\"x\"", false)]
    [InlineData("a=\"x\"", "b=\"y\"", false)]
    [InlineData("a=\"x\"", "a=~\"x|y\"", false)]
    [InlineData("a=~\"y|z\"", "a=\"x\"", true)]
    [InlineData("a!=\"x\"", "a=\"x\"", true)]
    [InlineData("a!=\"x\"", "a!=\"y\"", false)]
    [InlineData("a=~\"x\"", "a=~\"y\"", false)]
    [InlineData("a=\"\"", "a=~\".+\"", true)]
    public void Two_that_want_different_values_of_one_label_match_nothing_together(string one, string other, bool excludes)
    {
        LabelMatcher.TryParse(one, out var first, out _).Should().BeTrue();
        LabelMatcher.TryParse(other, out var second, out _).Should().BeTrue();
        first!.Excludes(second!).Should().Be(excludes);
        second!.Excludes(first).Should().Be(excludes);
    }

    [Fact]
    public void An_expression_that_would_backtrack_for_ever_answers_at_once()
    {
        LabelMatcher.TryParse("x=~\"(a+)+b\"", out var matcher, out _).Should().BeTrue();
        matcher!.Matches(new Dictionary<string, string> { ["x"] = new('a', 50_000) }).Should().BeFalse();
    }
}
