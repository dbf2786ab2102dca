using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

public sealed class PauseDurationTests
{
    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("30m", "00:30:00")]
    [InlineData("2h", "02:00:00")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1d2h3m4s", "1.02:03:04")]
    [InlineData("366d", "366.00:00:00")]
    public void What_an_operator_writes_is_read(string text, string duration)
    {
        PauseDuration.TryParse(text, out var read).Should().BeTrue();
        read.Should().Be(TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("h")]
    [InlineData("0s")]
    [InlineData("-1h")]
    [InlineData("1.5h")]
    [InlineData("2 h")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("2w")]
    [InlineData("367d")]
    [InlineData("999999999d")]
    public void What_means_no_time_is_not(string? text) => PauseDuration.TryParse(text, out _).Should().BeFalse();
}
