using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Decisions;

public sealed class RouteTableTests
{
    private static IReadOnlyList<string> Problems(params RouteOptions[] routes)
    {
        RouteTable.Read(routes, out var problems);
        return problems;
    }

    private static RouteOptions Sound => new() { Name = "hosts", Receiver = "alertmanager", Evidence = "asserted", Release = "immediately", Match = { "alertname=\"HostDown\"" } };

    [Fact]
    public void A_sound_route_is_read() => Problems(Sound).Should().BeEmpty();

    [Fact]
    public void No_route_at_all_is_a_problem() => Problems().Should().ContainSingle().Which.Should().Contain("NovaFence:Routes is empty");

    [Fact]
    public void Evidence_has_no_default()
    {
        var route = Sound;
        route.Evidence = null;
        Problems(route).Should().ContainSingle().Which.Should().StartWith("NovaFence:Routes:0:Evidence is missing");
    }

    [Fact]
    public void Every_problem_is_named_at_once() =>
        Problems(new RouteOptions { Receiver = "email", Match = { "nonsense" }, Release = "whenever" }).Should().SatisfyRespectively(
            problem => problem.Should().StartWith("NovaFence:Routes:0:Receiver is 'email'"),
            problem => problem.Should().StartWith("NovaFence:Routes:0:Match"),
            problem => problem.Should().StartWith("NovaFence:Routes:0:Evidence"),
            problem => problem.Should().StartWith("NovaFence:Routes:0:Release"),
            problem => problem.Should().StartWith("NovaFence:Routes:0:Name is missing"));

    [Fact]
    public void A_route_without_a_name_is_refused_with_the_line_to_write()
    {
        var route = Sound;
        route.Name = null;
        Problems(route).Should().ContainSingle().Which.Should().Contain("NovaFence:Routes:0:Name").And.Contain("FormerNames:0 \"route 0\"");
    }

    [Fact]
    public void A_route_that_does_not_say_which_alerts_it_takes_is_refused_with_the_line_to_write()
    {
        var route = Sound;
        route.Match.Clear();
        Problems(route).Should().ContainSingle().Which.Should().Contain("NovaFence:Routes:0:Match").And.Contain("*");
    }

    [Fact]
    public void A_star_takes_every_alert_of_its_receiver()
    {
        var route = Sound;
        route.Match.Clear();
        route.Match.Add("*");
        RouteTable.Read([route], out _).Find(Situations.Firing).Should().NotBeNull();
    }

    [Theory]
    [InlineData("label:fenced!=\"false\"")]
    [InlineData("label:fenced=~\".*\"")]
    [InlineData("label:fenced=\"\"")]
    [InlineData("label:fenced!~\"no\"")]
    public void Evidence_that_an_absent_label_satisfies_is_refused(string evidence)
    {
        var route = Sound;
        route.Evidence = evidence;
        Problems(route).Should().ContainSingle().Which.Should().Contain("nothing proves nothing");
    }

    [Theory]
    [InlineData("hosts", "hosts")]
    [InlineData("route 0", "hosts")]
    [InlineData("route 1", null)]
    public void A_route_is_known_by_its_name_and_its_former_ones(string name, string? found)
    {
        var route = Sound;
        route.FormerNames.Add("route 0");
        RouteTable.Read([route], out _).Named(name)?.Name.Should().Be(found);
    }

    [Fact]
    public void A_former_name_that_is_another_route_s_is_a_problem()
    {
        var (one, two) = (Sound, Sound);
        two.Name = "others";
        two.FormerNames.Add("hosts");
        Problems(one, two).Should().ContainSingle().Which.Should().Contain("a name of another route");
    }

    [Fact]
    public void What_is_not_understood_of_contradiction_is_a_problem()
    {
        var route = Sound;
        route.Contradiction = "maybe";
        Problems(route).Should().ContainSingle().Which.Should().StartWith("NovaFence:Routes:0:Contradiction is 'maybe'");
    }

    [Fact]
    public void Two_routes_of_one_name_are_a_problem()
    {
        var (one, two) = (Sound, Sound);
        Problems(one, two).Should().ContainSingle().Which.Should().Contain("used twice");
    }
}
