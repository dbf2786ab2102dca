using NovaFence.Core.Options;
using NovaFence.Core.Power;

namespace NovaFence.Core.Tests.Power;

/// <summary>Which sequences of answers prove that a machine is off. A second is a step; each answer takes 100 ms.</summary>
public sealed class HostReadsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero);
    private static readonly PowerTimingOptions Timing = new();

    /// <summary>Each answer with the second in which it was asked for; <c>b</c> before it: by another instance.</summary>
    [Theory]
    [InlineData("Off 0", null)]
    [InlineData("Off 0, Off 2", null)]
    [InlineData("Off 0, Off 3", null)]
    [InlineData("Off 0, Off 3.1", 3.2)]
    [InlineData("Off 0, Off 1, Off 2, Off 3.2", 3.3)]
    [InlineData("Off 0, Off 29.8", 29.9)]
    [InlineData("Off 0, Off 30.5", null)]
    [InlineData("Off 0, Off 30.5, Off 34", 34.1)]
    [InlineData("Off 0, Off 5, Off 10, Off 15, Off 20, Off 25, Off 30, Off 35, Off 40", 40.1)]
    [InlineData("Off -1, Off 3", null)]
    [InlineData("Off -1, Off 0, Off 4", 4.1)]
    [InlineData("Off 0, On 2, Off 4", null)]
    [InlineData("Off 0, On 2, Off 4, Off 8", 8.1)]
    [InlineData("Off 0, Off 4, On 5", null)]
    [InlineData("Off 0, PoweringOn 2, Off 4", null)]
    [InlineData("Off 0, Paused 2, Off 4", null)]
    [InlineData("Off 0, Unknown 2, Off 4", null)]
    [InlineData("Off 0, WrongMachine 2, Off 4", null)]
    [InlineData("Off 0, Refused 2, Off 4", null)]
    [InlineData("Off 0, NotTrusted 2, Off 4", null)]
    [InlineData("Off 0, Redirected 2, Off 4", null)]
    [InlineData("Off 0, Busy 2, Off 4", null)]
    [InlineData("Off 0, Unreachable 2, Off 4", null)]
    [InlineData("Off 0, NotConfigured 2, Off 4", null)]
    [InlineData("PoweringOff 0, Off 2, Off 6", null)]
    [InlineData("PoweringOff 0, Off 2, Off 12.2", 12.3)]
    [InlineData("PoweringOff 0, Unreachable 1, Off 2, Off 6", null)]
    [InlineData("PoweringOff 0, On 1, Off 2, Off 6", 6.1)]
    [InlineData("Off 0, PoweringOff 1, Off 4, Off 8", null)]
    [InlineData("Off 0, bOff 4", null)]
    [InlineData("bOff 0, Off 1, bOff 3, Off 5", 5.1)]
    [InlineData("Off 0, bOn 2, Off 4", null)]
    [InlineData("bOn 4, Off 0, Off 4.05", null)]
    public void Two_answers_Off_of_one_instance_far_enough_apart_and_nothing_else_between(string answers, double? provenAt)
    {
        var reads = HostReads.None;
        foreach (var answer in answers.Split(", ").Select(one => one.Split(' ')))
        {
            var began = Start + TimeSpan.FromSeconds(double.Parse(answer[1], System.Globalization.CultureInfo.InvariantCulture));
            var by = answer[0][0] == 'b' ? "b" : "a";
            reads = reads.With(new PowerRead(Enum.Parse<PowerReading>(answer[0].TrimStart('b')), began, began + TimeSpan.FromMilliseconds(100), ""), by, Timing);
        }

        (reads.ProvenAt("a", Start, Timing) - Start)?.TotalSeconds.Should().BeApproximately(provenAt ?? -1, 0.001);
        (reads.ProvenAt("a", Start, Timing) is null).Should().Be(provenAt is null);
    }

    [Fact]
    public void There_is_a_row_for_each_answer_that_voids_the_first()
    {
        var rows = typeof(HostReadsTests).GetMethod(nameof(Two_answers_Off_of_one_instance_far_enough_apart_and_nothing_else_between))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!).ToList();

        Enum.GetNames<PowerReading>().Where(name => !rows.Exists(row => row.Contains($"{name} ", StringComparison.Ordinal))).Should().BeEmpty();
    }

    [Fact]
    public void The_same_answer_once_more_changes_nothing()
    {
        var read = new PowerRead(PowerReading.Off, Start, Start + TimeSpan.FromMilliseconds(100), "");
        var once = HostReads.None.With(read, "a", Timing);

        once.With(read, "a", Timing).Should().BeSameAs(once);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("On 0", 5.1)]
    [InlineData("Off 0", 3.1)]
    [InlineData("PoweringOff 0, Off 5", 15.1)]
    [InlineData("Off 0, Off 4", 7.1)]
    [InlineData("bOff 1", 6.1)]
    public void The_next_question_is_sent_when_it_can_prove_something(string answers, double next)
    {
        var reads = HostReads.None;
        foreach (var answer in answers.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' ')))
        {
            var began = Start + TimeSpan.FromSeconds(double.Parse(answer[1], System.Globalization.CultureInfo.InvariantCulture));
            reads = reads.With(new PowerRead(Enum.Parse<PowerReading>(answer[0].TrimStart('b')), began, began + TimeSpan.FromMilliseconds(100), ""), answer[0][0] == 'b' ? "b" : "a", Timing);
        }

        (reads.NextAt("a", Start, TimeSpan.FromSeconds(5), Timing) - Start).TotalSeconds.Should().BeApproximately(next, 0.001);
    }

    [Fact]
    public void However_answers_come_only_two_honest_Offs_prove_anything()
    {
        var random = new Random(20261129);
        var readings = Enum.GetValues<PowerReading>();
        for (var round = 0; round < 20_000; round++)
        {
            var (reads, at) = (HostReads.None, Start);
            var told = new List<(PowerReading Reading, DateTimeOffset Began, DateTimeOffset Ended)>();
            for (var count = random.Next(1, 9); count > 0; count--)
            {
                at += TimeSpan.FromMilliseconds(random.Next(1, 12_000));
                var reading = random.Next(3) > 0 ? PowerReading.Off : readings[random.Next(readings.Length)];
                var ended = at + TimeSpan.FromMilliseconds(random.Next(1, 4_000));
                reads = reads.With(new PowerRead(reading, at, ended, ""), "a", Timing);
                told.Add((reading, at, ended));
                at = ended;
            }

            var last = told.FindLastIndex(one => one.Reading != PowerReading.Off);
            var offs = told.Skip(last + 1).ToList();
            var isHonest = offs.Exists(second => offs.Exists(first => second.Began - first.Ended >= Timing.ReadBack && second.Ended - first.Began <= Timing.ReadBackWithin));
            if (!isHonest)
                reads.ProvenAt("a", Start, Timing).Should().BeNull(string.Join(", ", told));
        }
    }
}
