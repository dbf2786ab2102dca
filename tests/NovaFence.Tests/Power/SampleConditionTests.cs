using FsCheck.Xunit;
using NovaFence.Core.Power;

namespace NovaFence.Power.Tests;

/// <summary><c>selector op number</c>, and nothing else of PromQL.</summary>
public sealed class SampleConditionTests
{
    [Theory]
    [InlineData("up{instance=\"{host}\"} == 0", "up{instance=\"{host}\"} == 0")]
    [InlineData("  up { instance = \"{host}\" , job='ipmi', } ==0 ", "up{instance=\"{host}\",job=\"ipmi\"} == 0")]
    [InlineData("node:power:state{host=\"{host}\",psu=~\"psu[12]\"}<=1.5e1", "node:power:state{host=\"{host}\",psu=~\"psu[12]\"} <= 15")]
    [InlineData("ipmi_power_watts{host=\"{host}\"} < -1", "ipmi_power_watts{host=\"{host}\"} < -1")]
    [InlineData("a{b=\"\\\\d\\\"\",c='x\\'y',host=\"{host}\"} != 3", "a{b=\"\\\\d\\\"\",c=\"x'y\",host=\"{host}\"} != 3")]
    public void A_plain_selector_is_read_and_has_one_spelling(string written, string read)
    {
        SampleCondition.TryParse(written, out var condition, out var problem).Should().BeTrue("it says {0}", problem);

        condition!.ToString().Should().Be(read);
        SampleCondition.TryParse(condition.ToString(), out var again, out _).Should().BeTrue();
        again.Should().Be(condition);
    }

    [Theory]
    [InlineData("", "no metric's name")]
    [InlineData("up", "no comparison")]
    [InlineData("up == 0", "does not ask for the host")]
    [InlineData("up{} == 0", "does not ask for the host")]
    [InlineData("up{job=\"ipmi\"} == 0", "does not ask for the host")]
    [InlineData("{instance=\"{host}\"} == 0", "no metric's name")]
    [InlineData("up{instance=\"{host}:9100\"} == 0", "as a whole value only")]
    [InlineData("up{instance=~\"{host}\"} == 0", "finds this host and no other")]
    [InlineData("up{instance!=\"{host}\"} == 0", "finds this host and no other")]
    [InlineData("up{instance!~\"{host}\"} == 0", "finds this host and no other")]
    [InlineData("up{__name__=\"{host}\"} == 0", "metric's name")]
    [InlineData("up{instance={host}} == 0", "stands in no quotes")]
    [InlineData("up{instance=`{host}`} == 0", "stands in no quotes")]
    [InlineData("up{instance=\"{host}\"", "where ',' or '}' belongs")]
    [InlineData("up{instance=\"{host}} == 0", "at its end")]
    [InlineData("up{instance=\"{host}\"}", "no comparison")]
    [InlineData("up{instance=\"{host}\"} = 0", "where a comparison belongs")]
    [InlineData("up{instance=\"{host}\"} == bool 0", "where a number belongs")]
    [InlineData("up{instance=\"{host}\"} == 0 or up == 1", "where a number belongs")]
    [InlineData("up{instance=\"{host}\"} == NaN", "where a number belongs")]
    [InlineData("up{instance=\"{host}\"} == Inf", "where a number belongs")]
    [InlineData("up{instance=\"{host}\"} == 0x1", "where a number belongs")]
    [InlineData("up{instance=\"{host}\"}[5m] == 0", "no function, range, offset or operator")]
    [InlineData("up{instance=\"{host}\"} offset 1h == 0", "no function, range, offset or operator")]
    [InlineData("up{instance=\"{host}\"} @ 1609746000 == 0", "no function, range, offset or operator")]
    [InlineData("sum(up{instance=\"{host}\"}) == 0", "no function, range, offset or operator")]
    [InlineData("up{instance=\"{host}\"} + 1 == 1", "no function, range, offset or operator")]
    [InlineData("up{instance=\"{host}\"} # == 0", "no function, range, offset or operator")]
    [InlineData("up{instance=\"a\\qb\",host=\"{host}\"} == 0", "which is not known here")]
    [InlineData("up{1a=\"{host}\"} == 0", "where a label's name belongs")]
    [InlineData("up{a==\"{host}\"} == 0", "stands in no quotes")]
    public void Everything_else_is_refused_with_what_to_write(string written, string problem)
    {
        SampleCondition.TryParse(written, out _, out var found).Should().BeFalse();

        found.Should().Contain(problem);
    }

    [Fact]
    public void A_host_is_a_whole_escaped_value()
    {
        SampleCondition.TryParse("up{a=\"=\\\"{\",instance=\"{host}\"} == 0", out var condition, out _).Should().BeTrue();

        condition!.SelectorFor("compute1").Should().Be("up{a=\"=\\\"{\",instance=\"compute1\"}");
        condition.SelectorFor("a\",b=\"c\\\n\u0001").Should().Be("up{a=\"=\\\"{\",instance=\"a\\\",b=\\\"c\\\\\\n\\u0001\"}");
    }

    [Property(MaxTest = 500)]
    public void No_name_of_a_host_changes_the_selector_around_it(string? host)
    {
        SampleCondition.TryParse("up{instance=\"{host}\",job=\"x\"} == 0", out var condition, out _).Should().BeTrue();
        // What is no host's name but stands for one is read as such.
        if (host is null || host.Contains("{host}", StringComparison.Ordinal) || host.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
            return;

        var selector = condition!.SelectorFor(host);

        SampleCondition.TryParse($"{selector[..^1]},host=\"{{host}}\"}} == 0", out var read, out var problem).Should().BeTrue("{0} for {1}", problem, host);
        read!.Selector.Should().Be($"{selector[..^1]},host=\"{{host}}\"}}");
    }

    [Theory]
    [InlineData("==", 0, 0, true)]
    [InlineData("==", 0, 1, false)]
    [InlineData("!=", 0, 1, true)]
    [InlineData("!=", 0, double.NaN, false)]
    [InlineData("==", 0, double.NaN, false)]
    [InlineData("<", 5, 4.9, true)]
    [InlineData("<", 5, 5, false)]
    [InlineData("<=", 5, 5, true)]
    [InlineData(">", 5, double.PositiveInfinity, true)]
    [InlineData(">=", 5, double.NaN, false)]
    public void A_sample_is_compared_and_what_is_no_number_satisfies_nothing(string comparison, double number, double sample, bool isSatisfied) =>
        new SampleCondition("up{instance=\"{host}\"}", comparison, number).IsSatisfiedBy(sample).Should().Be(isSatisfied);
}
