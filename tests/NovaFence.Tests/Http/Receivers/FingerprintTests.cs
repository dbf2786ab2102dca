using NovaFence.Core.Alerts;
using NovaFence.Http.Receivers;

namespace NovaFence.Http.Tests.Receivers;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData("9d1c6d8f3b5a7e02")]
    [InlineData("Q2N1ABCDEFGHIJ")]
    [InlineData("with a space and ~punctuation!")]
    public void A_short_printable_one_is_kept(string sent) => Fingerprint.Of(sent).Should().Be(sent);

    [Fact]
    public void The_longest_that_Core_keeps_is_kept_and_one_more_is_hashed()
    {
        var longest = new string('a', AlertEvent.MaxFingerprintLength);
        Fingerprint.Of(longest).Should().Be(longest);
        Fingerprint.Of(longest + "a").Should().MatchRegex("^sha256-[0-9a-f]{32}$");
    }

    [Theory]
    [InlineData("with\nline")]
    [InlineData("\0")]
    [InlineData("größe")]
    [InlineData("\u007f")]
    public void Other_characters_are_hashed(string sent) => Fingerprint.Of(sent).Should().MatchRegex("^sha256-[0-9a-f]{32}$");

    [Fact]
    public void Two_different_ones_hash_differently() => Fingerprint.Of("\0a").Should().NotBe(Fingerprint.Of("\0b"));

    [Fact]
    public void That_of_labels_does_not_depend_on_their_order()
    {
        var one = Fingerprint.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = "compute1", ["alertname"] = "X" });
        var other = Fingerprint.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = "X", ["host"] = "compute1" });
        one.Should().Be(other);
    }

    [Theory]
    [InlineData("a", "bc", "ab", "c")]
    [InlineData("a", "b", "a", "c")]
    [InlineData("a", "", "", "a")]
    public void Labels_that_only_run_together_alike_are_told_apart(string name, string value, string otherName, string otherValue)
    {
        var one = Fingerprint.Of(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value });
        var other = Fingerprint.Of(new Dictionary<string, string>(StringComparer.Ordinal) { [otherName] = otherValue });
        one.Should().NotBe(other);
    }
}
