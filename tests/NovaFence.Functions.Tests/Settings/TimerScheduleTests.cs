using Microsoft.Extensions.Configuration;
using NovaFence.Core.Options;

namespace NovaFence.Functions.Tests.Settings;

/// <summary>The timer has to run when NovaFence expects it: by the same text, and by one that both read alike.</summary>
public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 * * * * *", "0 * * * * *")]
    [InlineData("0 * * * * *", " 0 * * * * * ")]
    [InlineData("0 */5 0-6,22-23 * JAN-MAR,DEC MON-FRI", "0 */5 0-6,22-23 * JAN-MAR,DEC MON-FRI")]
    [InlineData("0 5/15 * * * 0", "0 5/15 * * * 0")]
    [InlineData("00:05:00", "00:05:00")]
    public void The_same_in_both_is_taken(string ours, string timer) => Problems(ours, timer).Should().BeEmpty();

    [Theory]
    [InlineData("0 * * * * *", "0 */1 * * * *")]
    [InlineData("0 * * * * *", "0  * * * * *")]
    [InlineData("0 * * * * SUN", "0 * * * * sun")]
    [InlineData("0 * * * * *", "%SCHEDULE%")]
    [InlineData("00:05:00", "0 */5 * * * *")]
    public void Another_text_is_refused_whatever_it_means(string ours, string timer) => Problems(ours, timer).Should().ContainSingle().Which.Should().Contain("write the same in both");

    [Theory]
    [InlineData("0 * 22-6 * * *", "22-6")]
    [InlineData("0 */5 1,22-6/2 * * *", "22-6/2")]
    [InlineData("0 * * * NOV-FEB *", "NOV-FEB")]
    [InlineData("0 * * * * SAT-SUN", "SAT-SUN")]
    [InlineData("0 * * * * fri-mon", "fri-mon")]
    [InlineData("0 * * * * 7", "7")]
    [InlineData("0 * * * * 1,5-7", "5-7")]
    public void What_the_timer_reads_otherwise_is_refused_though_both_say_it(string schedule, string part)
    {
        Schedule.Read(schedule).Should().NotBeNull("a server takes it");
        Problems(schedule, schedule).Should().ContainSingle().Which.Should().StartWith($"NovaFence:Audit:Schedule has '{part}', ");
    }

    private static IEnumerable<string> Problems(string ours, string timer)
    {
        var options = new NovaFenceOptions();
        options.Audit.Schedule = ours;
        return new TimerSchedule(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(TimerSchedule.Setting, (string?)timer)]).Build()).Problems(options);
    }
}
