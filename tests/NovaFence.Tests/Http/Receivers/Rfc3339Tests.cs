using System.Globalization;
using NovaFence.Http.Receivers;

namespace NovaFence.Http.Tests.Receivers;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-03-14T01:59:26Z", "2026-03-14T01:59:26.0000000")]
    [InlineData("2026-03-14T01:59:26.5Z", "2026-03-14T01:59:26.5000000")]
    [InlineData("2026-03-14T01:59:26.535897932Z", "2026-03-14T01:59:26.5358979")]
    [InlineData("2026-03-14T01:59:26.999999999Z", "2026-03-14T01:59:26.9999999")]
    [InlineData("2026-03-14T03:14:15.926535897+01:00", "2026-03-14T02:14:15.9265358")]
    [InlineData("2026-03-14T01:59:26-09:30", "2026-03-14T11:29:26.0000000")]
    [InlineData("2026-03-14T01:59:26.123+14:00", "2026-03-13T11:59:26.1230000")]
    [InlineData("2026-03-14T01:59:26+00:00", "2026-03-14T01:59:26.0000000")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000")]
    [InlineData("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.9999999")]
    public void Go_s_and_PagerDuty_s_times_are_read_as_utc(string text, string utc)
    {
        Rfc3339.TryParse(text, out var time).Should().BeTrue();
        time.Offset.Should().Be(TimeSpan.Zero);
        time.DateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture).Should().Be(utc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-03-14")]
    [InlineData("2026-03-14T01:59:26")]
    [InlineData("2026-03-14T01:59:26.5")]
    [InlineData("2026-03-14T01:59:26.Z")]
    [InlineData("2026-03-14T01:59:26.1234567890Z")]
    [InlineData("2026-03-14 01:59:26Z")]
    [InlineData("2026-02-30T01:59:26Z")]
    [InlineData("2026-03-14T24:59:26Z")]
    [InlineData("2026-03-14T01:59:26+0100")]
    [InlineData("2026-03-14T01:59:26+1:00")]
    [InlineData("2026-03-14T01:59:26+25:00")]
    [InlineData("2026-03-14T01:59:26Z ")]
    [InlineData("2026-03-14T01:59:26ZZ")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("２０２６-03-14T01:59:26Z")]
    public void What_is_no_time_or_has_no_offset_is_refused(string text) => Rfc3339.TryParse(text, out _).Should().BeFalse();
}
