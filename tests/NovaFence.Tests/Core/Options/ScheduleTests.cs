using Microsoft.Extensions.Options;
using NovaFence.Core.Options;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Options;

/// <summary>One check of the audit's schedule for every head.</summary>
public sealed class ScheduleTests
{
    private static readonly DateTimeOffset After = new(2026, 11, 22, 3, 0, 30, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0 * * * * *", 30)]
    [InlineData("*/10 * * * * *", 10)]
    [InlineData("0 0 4 * * *", (59 * 60) + 30)]
    [InlineData(" 0  30-59/15 3 * Nov,DEC sun ", (29 * 60) + 30)]
    [InlineData("00:05:00", 300)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("00:00:01", 1)]
    public void It_is_an_expression_or_an_interval(string text, int seconds) => Schedule.Read(text)!.Next(After).Should().Be(After.AddSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("every minute")]
    [InlineData("* * * * *")]
    [InlineData("0 61 * * * *")]
    [InlineData("@every_minute")]
    [InlineData("0 0 0 L * *")]
    [InlineData("0 0 0 15W * *")]
    [InlineData("0 0 0 ? * MON#1")]
    [InlineData("0 0 0 30 Feb *")]
    [InlineData("0 0 0 31 4,6,9,11 *")]
    [InlineData("5")]
    [InlineData("00:00:00")]
    [InlineData("-00:05:00")]
    [InlineData("00:00:00.5")]
    [InlineData("25:00:00")]
    public async Task What_is_neither_is_refused_whatever_the_head(string text)
    {
        Schedule.Read(text).Should().BeNull();

        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Audit:Schedule", text));
        var start = () => given.Auditor;

        start.Should().Throw<OptionsValidationException>().Which.Failures.Should().Contain(failure => failure.Contains("NovaFence:Audit:Schedule"));
    }
}
