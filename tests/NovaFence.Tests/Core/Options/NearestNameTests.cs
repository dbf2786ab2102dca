using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Options;

public sealed class NearestNameTests
{
    private static readonly string[] Hosts = ["compute1", "compute2", "storage1", "controller", "COMPUTE1", "c"];

    [Theory]
    [InlineData("compute1", "compute1")]
    [InlineData("Compute2", "compute2")]
    [InlineData("compute9", "compute1")]
    [InlineData("comptue2", "compute2")]
    [InlineData("stroage1", "storage1")]
    [InlineData("compute-one", null)]
    [InlineData("", "c")]
    [InlineData("something-else", null)]
    public void What_is_near_is_told_and_nothing_else(string name, string? near) => NearestName.Near(name, Hosts).Should().Be(near);

    [Fact]
    public void Nothing_is_nearest_of_none() => NearestName.To("compute1", []).Should().BeNull();

    [Fact]
    public void A_long_name_is_compared_by_its_beginning() =>
        NearestName.To(new string('a', 100_000), ["b", new string('a', 255)]).Should().HaveLength(255);

    [Fact]
    public void Leaving_what_is_too_far_away_changes_no_answer()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            string[] names = [.. Enumerable.Range(0, 12).Select(_ => Name(random))];
            var name = Name(random);
            var nearest = names.MinBy(candidate => NearestName.Edits(name, candidate))!;

            NearestName.To(name, names).Should().Be(nearest, $"of {string.Join(", ", names)} it is nearest to {name}");
            NearestName.Near(name, names).Should().Be(NearestName.IsNear(name, nearest) ? nearest : null, $"{name} in {string.Join(", ", names)}");
        }
    }

    private static string Name(Random random) => new([.. Enumerable.Range(0, random.Next(0, 9)).Select(_ => "abAc-"[random.Next(5)])]);
}
