using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Options;

/// <summary>Times by which no machine could ever be proven off are refused.</summary>
public sealed class PowerTimingTests
{
    [Theory]
    [InlineData(3, 10, 30, null)]
    [InlineData(3, 29, 30, null)]
    [InlineData(3, 30, 30, "NovaFence:Power:ReadBackAfterChange 00:00:30: no machine that goes off")]
    [InlineData(3, 60, 30, "NovaFence:Power:ReadBackAfterChange 00:01:00: no machine that goes off")]
    [InlineData(30, 10, 30, "NovaFence:Power:ReadBack 00:00:30: no machine would ever")]
    public void Two_answers_can_be_as_far_apart_as_they_have_to_be(int readBack, int afterChange, int within, string? problem)
    {
        var options = new NovaFenceOptions
        {
            Power = new() { ReadBack = TimeSpan.FromSeconds(readBack), ReadBackAfterChange = TimeSpan.FromSeconds(afterChange), ReadBackWithin = TimeSpan.FromSeconds(within) },
        };

        var problems = new PowerTimingCheck().Problems(options).ToList();

        if (problem is null)
            problems.Should().BeEmpty();
        else
            problems.Should().ContainSingle().Which.Should().StartWith("NovaFence:Power:ReadBackWithin is 00:00:30").And.Contain(problem);
    }
}
