using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Decisions;

public sealed class RouteTableTests
{
    private static IReadOnlyList<string> Problems(params RouteOptions[] routes)
    {
        RouteTable.Read(routes, KnownReceivers.BuiltIn, out var problems);
        return problems;
    }

    private static RouteOptions Sound => new() { Name = "hosts", Receiver = "alertmanager", Evidence = "asserted", Release = "immediately", Match = { "alertname=\"HostDown\"" } };

    [Fact]
    public void A_sound_route_is_read() => Problems(Sound).Should().BeEmpty();

    [Theory]
    [InlineData(true, 0, "NovaFence:Routes is empty")]
    [InlineData(false, 0, null)]
    [InlineData(true, 1, null)]
    public void No_route_at_all_is_a_problem_for_whoever_takes_alerts(bool takesAlerts, int routes, string? problem)
    {
        var options = new NovaFenceOptions();
        for (var route = 0; route < routes; route++)
            options.Routes.Add(Sound);

        var problems = new RoutesCheck(KnownReceivers.BuiltIn, new RoutesNeed(takesAlerts)).Problems(options);

        if (problem is null)
            problems.Should().BeEmpty();
        else
            problems.Should().ContainSingle().Which.Should().Contain(problem);
    }

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
    public void Names_that_are_used_twice_are_named_with_all_that_is_wrong_with_their_routes()
    {
        var (first, second, third) = (Sound, Sound, Sound);
        first.Evidence = null;
        second.Name = $" {first.Name} ";
        second.Release = "whenever";
        third.Name = "others";
        third.FormerNames.Add(first.Name!);

        Problems(first, second, third).Should().SatisfyRespectively(
            problem => problem.Should().StartWith("NovaFence:Routes:0:Evidence"),
            problem => problem.Should().Be("NovaFence:Routes:1:Name 'hosts' is used twice"),
            problem => problem.Should().StartWith("NovaFence:Routes:1:Release"),
            problem => problem.Should().StartWith("NovaFence:Routes:2:FormerNames has 'hosts'"));
    }

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
        RouteTable.Read([route], KnownReceivers.BuiltIn, out _).Find(Situations.Firing).Should().NotBeNull();
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
    [InlineData("label:fenced!=\"\"")]
    [InlineData("all(asserted, label:fenced!=\"false\")")]
    [InlineData("any(corroborated:2, all(label:fenced=~\".*\", asserted))")]
    public void Evidence_is_positive_only_however_deep_it_stands(string evidence)
    {
        var route = Sound;
        route.Evidence = evidence;
        Problems(route).Should().ContainSingle().Which.Should().StartWith($"NovaFence:Routes:0:Evidence is '{evidence}'").And.Contain("nothing proves nothing");
    }

    [Theory]
    [InlineData("power:on", "write power:off")]
    [InlineData("any(prometheus:\"a{h='{host}'} == 0\", prometheus:\"b{h='{host}'} == 0\", prometheus:\"c{h='{host}'} == 0\", prometheus:\"d{h='{host}'} == 0\", prometheus:\"e{h='{host}'} == 0\")", "more than 4 things")]
    [InlineData("power", "write power:off")]
    [InlineData("prometheus:up == 0", "in double quotes")]
    [InlineData("prometheus:\"up{instance=\"{host}\"} == 0\"", "in double quotes")]
    [InlineData("prometheus:\"up{instance='{host}'} == 0\\\"", "in double quotes")]
    [InlineData("any(label:fenced=\"true\", prometheus:\"up == 0\")", "{host}")]
    [InlineData("Asserted", "'Asserted' is no evidence")]
    [InlineData("corroborated:1", "from 2 to 10")]
    [InlineData("corroborated2", "'corroborated2' is no evidence")]
    [InlineData("all()", "one condition or more")]
    [InlineData("all(asserted,)", "one condition or more")]
    [InlineData("all(asserted", "has no ')'")]
    [InlineData("all(asserted) or any(asserted)", "has no ')' at the end, or something stands behind it")]
    [InlineData("all(any(all(asserted)))", "stands in more than 1 other")]
    [InlineData("any(asserted,asserted,asserted,asserted,asserted,asserted,asserted,asserted,asserted)", "more than 8 conditions")]
    [InlineData("label:fenced=\"true\", corroborated:2", "is not a matcher")]
    public void Evidence_that_cannot_be_read_says_why(string evidence, string why)
    {
        var route = Sound;
        route.Evidence = evidence;
        Problems(route).Should().ContainSingle().Which.Should().StartWith("NovaFence:Routes:0:Evidence is").And.Contain(why);
    }

    [Theory]
    [InlineData("all(label:fenced=\"true\", corroborated:2)", true, 1, false)]
    [InlineData("all(label:fenced=\"true\", corroborated:2)", false, 2, false)]
    [InlineData("all(label:fenced=\"true\", corroborated:2)", true, 2, true)]
    [InlineData("any(label:fenced=\"true\", corroborated:3)", true, 1, true)]
    [InlineData("any(label:fenced=\"true\", corroborated:3)", false, 3, true)]
    [InlineData("any(label:fenced=\"true\", corroborated:3)", false, 2, false)]
    [InlineData("any( label:fenced=~\"(true|yes, \\)\" , all(corroborated:2,label:power=\"off\"))", false, 5, false)]
    [InlineData("any( label:fenced=~\"true|yes, (off)\" , all(corroborated:2,label:power=\"off\"))", true, 0, true)]
    public void All_and_any_are_met_by_what_the_alert_carries_and_by_what_agrees(string text, bool fenced, int agreeing, bool met)
    {
        var route = Sound;
        route.Evidence = text;
        if (RouteTable.Read([route], KnownReceivers.BuiltIn, out var problems).Routes is not [{ Evidence: var evidence }])
        {
            problems.Should().ContainSingle().Which.Should().Contain("a '(' has no ')'");
            return;
        }

        var alert = Situations.Firing with { Labels = new Dictionary<string, string> { ["alertname"] = "HostDown", ["fenced"] = fenced ? "true" : "<no value>" } };
        evidence.IsMetBy(new EvidenceFacts(evidence.CarriedBy(alert), agreeing)).Should().Be(met);
    }

    [Fact]
    public void What_an_alert_carried_says_nothing_when_the_route_asks_for_something_else_since()
    {
        var (before, since) = (Sound, Sound);
        (before.Evidence, since.Evidence) = ("label:fenced=~\"true|maybe\"", "label:fenced=\"true\"");
        var alert = Situations.Firing with { Labels = new Dictionary<string, string> { ["alertname"] = "HostDown", ["fenced"] = "true" } };

        var carried = RouteTable.Read([before], KnownReceivers.BuiltIn, out _).Routes[0].Evidence.CarriedBy(alert);

        carried.Should().NotBeNull();
        RouteTable.Read([since], KnownReceivers.BuiltIn, out _).Routes[0].Evidence.IsMetBy(new EvidenceFacts(carried, 9)).Should().BeFalse();
    }

    [Theory]
    [InlineData("hosts", "hosts")]
    [InlineData("route 0", "hosts")]
    [InlineData("route 1", null)]
    [InlineData("route 2", "hosts")]
    public void A_route_is_known_by_its_name_and_its_former_ones(string name, string? found)
    {
        var route = Sound;
        route.FormerNames.Add("route 0");
        route.FormerNames.Add(" route 2 ");
        (RouteTable.Read([route], KnownReceivers.BuiltIn, out _).Named(name)?.Name).Should().Be(found);
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

    [Theory]
    [InlineData("asserted")]
    [InlineData("power:off")]
    [InlineData("all(asserted, power:off)")]
    [InlineData("any(power:off, asserted)")]
    [InlineData("any(power:off, all(asserted, power:off))")]
    public void A_machine_is_not_switched_off_on_a_word_or_by_what_its_BMC_says(string evidence)
    {
        var route = Sound;
        (route.Evidence, route.PowerOff) = (evidence, true);

        Problems(route).Should().ContainSingle().Which.Should().StartWith($"NovaFence:Routes:0:PowerOff is true, and NovaFence:Routes:0:Evidence is '{evidence}'");
    }

    [Theory]
    [InlineData("corroborated:2", "corroborated:2", "all(corroborated:2, power:off)")]
    [InlineData("all(corroborated:2, power:off)", "corroborated:2", "all(corroborated:2, power:off)")]
    [InlineData("any(power:off, label:dead=\"true\")", "label:dead=\"true\"", "all(any(power:off, label:dead=\"true\"), power:off)")]
    [InlineData("any(asserted, all(power:off, corroborated:2))", "corroborated:2", "all(any(asserted, all(power:off, corroborated:2)), power:off)")]
    public void What_may_switch_a_machine_off_is_the_evidence_without_these(string evidence, string toSwitchOff, string toForceDown)
    {
        var route = Sound;
        (route.Evidence, route.PowerOff, route.Contradiction) = (evidence, true, "ignore");

        var read = RouteTable.Read([route], KnownReceivers.BuiltIn, out var problems).Routes.Single();

        problems.Should().BeEmpty();
        read.ToSwitchOff!.ToString().Should().Be(toSwitchOff);
        read.Evidence.ToString().Should().Be(toForceDown);
        read.IgnoresContradiction.Should().BeFalse("it does not apply to such a route");
    }

    [Fact]
    public void Both_keys_are_needed_to_switch_machines_off()
    {
        var options = new NovaFenceOptions();
        var route = Sound;
        (route.Evidence, route.PowerOff) = ("corroborated:2", true);
        options.Routes.Add(route);
        var check = new RoutesCheck(KnownReceivers.BuiltIn, new RoutesNeed(true));

        check.Problems(options).Should().ContainSingle().Which.Should().StartWith("NovaFence:Routes:0:PowerOff is true, and NovaFence:Power:AllowOff is not");
        options.Power.AllowOff = true;
        check.Problems(options).Should().BeEmpty();
    }
}
