using NovaFence.Core.Cloud;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

/// <summary>A check looks once, and not at a cloud that does not answer.</summary>
public sealed class CheckupTests
{
    private static readonly string[] Counted = [CheckLine.Places, "budget", "storm"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Places_and_limits_are_counted_by_one_look_where_the_cloud_answers(bool answers, int looks)
    {
        await using var given = await Installation.CreateAsync(Stop);
        given.Cloud.ListsNothing = !answers;

        var lines = await given.Checkup.CheckAsync(Stop);

        given.Cloud.Listings.Should().HaveCount(looks);
        lines.Select(line => line.Name).Where(Counted.Contains).Should().Equal(answers ? Counted : []);
    }

    public static TheoryData<(string Key, string Value)[]> Configurations => new()
    {
        Array.Empty<(string, string)>(),
        new[] { ("NovaFence:Mode", "observe"), ("NovaFence:Hosts:Labels:0", "node"), ("NovaFence:Hosts:Domains:0", "example.org") },
        new[] { ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\"") },
        new[] { ("NovaFence:Watchdog:Match:0", "alertname=\"Watchdog\""), ("NovaFence:Watchdog:SilentAfter", "00:20:00"), ("NovaFence:Watchdog:Hold", "true") },
    };

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task Every_rule_and_limit_that_the_start_says_is_found_in_the_same_words((string Key, string Value)[] more)
    {
        await using var given = await Installation.CreateAsync(Stop, more);

        var lines = await given.Checkup.CheckAsync(Stop);

        var said = given.InForce.Rules.Concat(given.InForce.Limits).ToList();
        said.Should().HaveCountGreaterThan(7).And.OnlyHaveUniqueItems();
        said.Any(rule => rule.StartsWith("watchdog: ", StringComparison.Ordinal)).Should().Be(more.Any(one => one.Key.StartsWith("NovaFence:Watchdog", StringComparison.Ordinal)));
        foreach (var rule in said)
        {
            var (name, text) = (rule[..rule.IndexOf(": ", StringComparison.Ordinal)], rule[(rule.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            lines.Should().Contain(line => line.Name.Replace(":", "", StringComparison.Ordinal).StartsWith(name, StringComparison.Ordinal) && line.Found.Contains(text), rule);
        }
    }
}
