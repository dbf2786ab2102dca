using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Tests.Routing;

public sealed class RouteTableTests
{
    private static IReadOnlyList<string> Problems(params RouteOptions[] routes)
    {
        RouteTable.Read(routes, out var problems);
        return problems;
    }

    private static RouteOptions Sound => new() { Receiver = "alertmanager", Evidence = "asserted", Release = "immediately", Match = { "alertname=\"HostDown\"" } };

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
            problem => problem.Should().StartWith("NovaFence:Routes:0:Release"));

    [Fact]
    public void Two_routes_of_one_name_are_a_problem()
    {
        var (one, two) = (Sound, Sound);
        one.Name = two.Name = "hosts";
        Problems(one, two).Should().ContainSingle().Which.Should().Contain("used twice");
    }
}
