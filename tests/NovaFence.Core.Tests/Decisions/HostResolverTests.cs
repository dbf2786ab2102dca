using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Decisions;

public sealed class HostResolverTests
{
    private static readonly Fleet Fleet = Fleet.Remembered(
        new[] { "compute1", "Compute2", "compute3.rack.example.org", "twin.a.example.org", "twin.b.example.org", "10", "192.0.2.7" }.Select(name => new ComputeHost(name, null)));

    private static HostResolution Resolve(params (string Label, string Value)[] labels) => HostResolver.Resolve(
        Situations.Firing with { Labels = labels.ToDictionary(label => label.Label, label => label.Value) },
        ["host", "instance"],
        Fleet);

    [Theory]
    [InlineData("compute1", "compute1")]
    [InlineData("COMPUTE1", "compute1")]
    [InlineData("compute2", "Compute2")]
    [InlineData("compute1:9100", "compute1")]
    [InlineData(" compute1 ", "compute1")]
    [InlineData("compute1.", "compute1")]
    [InlineData("compute1.example.org", "compute1")]
    [InlineData("compute1.example.org:9100", "compute1")]
    [InlineData("compute3", "compute3.rack.example.org")]
    [InlineData("compute3.RACK.example.org", "compute3.rack.example.org")]
    [InlineData("192.0.2.7:9100", "192.0.2.7")]
    public void A_name_is_found_in_any_case_with_or_without_domain_and_port(string value, string host) =>
        Resolve(("host", value)).Should().BeOfType<HostResolution.Found>().Which.Host.Name.Should().Be(host);

    [Theory]
    [InlineData("nosuch")]
    [InlineData("compute3.other.example.org")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:9100")]
    [InlineData("[2001:db8::1]:9100")]
    [InlineData("compute1:http")]
    [InlineData("compute1:9100:9100")]
    [InlineData("")]
    [InlineData("compute1\u0000")]
    [InlineData("comp ute1")]
    public void Anything_else_is_not_a_host(string value) => Resolve(("host", value)).Should().BeOfType<HostResolution.Unknown>();

    [Fact]
    public void A_name_longer_than_Nova_keeps_is_not_a_host() =>
        Resolve(("host", new string('c', 300))).Should().BeOfType<HostResolution.Unknown>();

    [Fact]
    public void A_short_name_of_two_hosts_is_ambiguous() =>
        Resolve(("host", "twin")).Should().BeOfType<HostResolution.Ambiguous>().Which.Hosts.Should().Equal("twin.a.example.org", "twin.b.example.org");

    [Fact]
    public void Two_hosts_that_differ_in_case_only_are_one_of_which_a_listing_has_several_services()
    {
        ComputeService[] rows = [Row("node"), Row("NODE")];
        var fleet = Fleet.Listed(rows, Situations.Now, Situations.Now);
        fleet.Named("node").Should().ContainSingle();
        fleet.Sight("node", TimeSpan.FromSeconds(10)).Kind.Should().Be(SightingKind.Several);
    }

    [Fact]
    public void The_first_label_that_names_a_host_decides() =>
        Resolve(("instance", "compute1:9100"), ("host", "Compute2")).Should().BeOfType<HostResolution.Found>().Which.Host.Name.Should().Be("Compute2");

    [Fact]
    public void A_label_that_names_no_host_hands_on_to_the_next() =>
        Resolve(("instance", "compute1:9100"), ("host", "monitoring")).Should().BeOfType<HostResolution.Found>().Which.From.Should().Be("instance");

    [Fact]
    public void An_ambiguous_label_does_not_hand_on() =>
        Resolve(("instance", "compute1:9100"), ("host", "twin")).Should().BeOfType<HostResolution.Ambiguous>();

    [Fact]
    public void What_the_receiver_found_is_looked_up_and_no_label() =>
        HostResolver.Resolve(Situations.Firing with { NamedHost = "Compute2" }, ["host"], Fleet)
            .Should().BeOfType<HostResolution.Found>().Which.Host.Name.Should().Be("Compute2");

    private static ComputeService Row(string name) => new() { Host = new ComputeHost(name, null), ForcedDown = false };
}
