using FsCheck.Xunit;

namespace NovaFence.Ledger.Tests;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("host:COMPUTE1.example-2_a", "host:COMPUTE1.example-2_a")]
    [InlineData("a/b\\c#d?e%f", "a=2Fb=5Cc=23d=3Fe=25f")]
    [InlineData("=~", "=3D=7E")]
    [InlineData("\u0000ÿĀ日", "=00=FF=u0100=u65E5")]
    public void Plain_characters_stand_for_themselves_and_all_others_are_escaped(string text, string encoded) =>
        KeyText.Encode(text).Should().Be(encoded);

    /// <summary>Not a row of the table above: attributes are stored as UTF-8, which has no lone surrogates.</summary>
    [Fact]
    public void Lone_surrogates_stay_different() => KeyText.Encode("\ud800\ud801").Should().Be("=uD800=uD801");

    [Property]
    public bool Whatever_is_encoded_can_be_decoded(string? text) => KeyText.Decode(KeyText.Encode(text ?? "")) == (text ?? "");

    [Property]
    public bool Any_character_survives(char one, char two) => KeyText.Decode(KeyText.Encode($"{one}{two}u2F")) == $"{one}{two}u2F";

    [Property]
    public bool Nothing_is_left_that_a_table_forbids(string? text) => KeyText.Encode(text ?? "").All(character =>
        char.IsAsciiLetterOrDigit(character) || "-._:=".Contains(character, StringComparison.Ordinal));

    [Theory]
    [InlineData("a=")]
    [InlineData("a=2")]
    [InlineData("a=u65E")]
    [InlineData("a=GG")]
    public void What_nobody_encoded_is_refused(string encoded) =>
        FluentActions.Invoking(() => KeyText.Decode(encoded)).Should().Throw<FormatException>();

    [Fact]
    public void A_short_text_fits_as_it_is() => KeyText.Fit(new string('a', 100), 100).Should().Be(new string('a', 100));

    [Fact]
    public void Long_texts_are_cut_to_length_and_stay_different()
    {
        var one = KeyText.Fit(new string('a', 101), 100);
        var other = KeyText.Fit(new string('a', 102), 100);

        one.Should().HaveLength(100).And.StartWith("aaa")
            .And.Contain("==", "no encoding contains that, so no short text is equal to a cut one");
        other.Should().HaveLength(100).And.NotBe(one);
    }
}
