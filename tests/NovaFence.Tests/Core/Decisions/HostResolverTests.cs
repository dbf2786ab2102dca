using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Decisions;

public sealed class HostResolverTests
{
    private static readonly Fleet Fleet = Fleet.Remembered(
        new[]
        {
            "compute1", "Compute2", "compute3.rack.example.org", "compute4", "twin.example.org", "twin.rack.example.org", "both", "both.example.org",
            "10", "192.0.2.7", "2001:db8::7", "localhost.localdomain", "127.0.0.1",
        }.Select(name => new ComputeHost(name, null)));

    private static readonly HostsOptions Options = Written(["hostname", "host", "instance"], ["example.org", "rack.example.org", "localdomain"]);

    private static HostResolution Resolve(params (string Label, string Value)[] labels) => Resolve(Options, labels);

    private static HostResolution Resolve(HostsOptions options, params (string Label, string Value)[] labels) =>
        HostResolver.Resolve(Situations.Firing with { Labels = labels.ToDictionary(label => label.Label, label => label.Value) }, options, Fleet);

    private static HostResolution Search(params (string From, string? Text)[] places) =>
        HostResolver.Resolve(Situations.Firing with { Labels = new Dictionary<string, string> { ["host"] = "compute1" }, Mentions = [.. places.Select(place => new HostMention(place.From, place.Text))] }, Options, Fleet);

    [Fact]
    public void Without_a_place_that_may_name_one_no_host_is_known() =>
        HostResolver.Resolve([], Options.Domains, Fleet).Should().BeOfType<HostResolution.Unknown>().Which.Name.Should().BeNull();

    [Theory]
    [InlineData("compute1..")]
    [InlineData("compute1...:9100")]
    [InlineData(" compute1. . ")]
    [InlineData("compute1:9100:9100")]
    [InlineData("[2001:db8::7]..")]
    [InlineData("compute1.:9100")]
    public void What_is_kept_of_a_name_means_the_same_when_it_is_read_again(string value) =>
        (HostNames.In(value) is not { } kept || HostNames.In(kept) == kept).Should().BeTrue();

    [Theory]
    [InlineData("compute1", "compute1")]
    [InlineData("COMPUTE1", "compute1")]
    [InlineData("compute2", "Compute2")]
    [InlineData("compute1:9100", "compute1")]
    [InlineData(" compute1 ", "compute1")]
    [InlineData("compute1.", "compute1")]
    [InlineData("compute1.:9100", "compute1")]
    [InlineData("compute1.example.org", "compute1")]
    [InlineData("compute1.EXAMPLE.org.:9100", "compute1")]
    [InlineData("compute3", "compute3.rack.example.org")]
    [InlineData("compute3.RACK.example.org", "compute3.rack.example.org")]
    [InlineData("both", "both")]
    [InlineData("both.example.org", "both.example.org")]
    [InlineData("both.rack.example.org", "both")]
    [InlineData("10", "10")]
    [InlineData("192.0.2.7:9100", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("[2001:DB8:0::7]:9100", "2001:db8::7")]
    [InlineData("[2001:db8::7]", "2001:db8::7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    public void A_name_is_found_in_any_case_with_a_port_and_in_a_domain_of_ours(string value, string host) =>
        Resolve(("host", value)).Should().BeEquivalentTo(new HostResolution.Found(new ComputeHost(host, null), "host"));

    [Theory]
    [InlineData("nosuch")]
    [InlineData("compute1.other.example.org")]
    [InlineData("compute3.other.example.org")]
    [InlineData("compute3.example.org")]
    [InlineData("compute1.org")]
    [InlineData("compute1example.org")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:9100")]
    [InlineData("192.0.2.007")]
    [InlineData("192.0.2.7.example.org")]
    [InlineData("[2001:db8::1]:9100")]
    [InlineData("[compute1]")]
    [InlineData("[compute1]:9100")]
    [InlineData("[2001:db8::7]x")]
    [InlineData("[2001:db8::7")]
    [InlineData("compute1:http")]
    [InlineData("compute1:0")]
    [InlineData("compute1:65536")]
    [InlineData("compute1:")]
    [InlineData("compute1:9100:9100")]
    [InlineData("http://compute1:9100/metrics")]
    [InlineData("compute1..")]
    [InlineData(".compute1")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("<no value>")]
    [InlineData("compute1\u0000")]
    [InlineData("comp ute1")]
    [InlineData("compute1,compute2")]
    [InlineData("compute1\u200b")]
    [InlineData("\ufeffcompute1")]
    [InlineData("сompute1")]
    [InlineData("ｃompute1")]
    [InlineData("compute１")]
    [InlineData("compute1。")]
    public void Anything_else_is_not_a_host(string value) => Resolve(("host", value)).Should().BeOfType<HostResolution.Unknown>();

    [Fact]
    public void Without_domains_only_the_name_that_Nova_has_counts()
    {
        var options = Written(["host"], []);
        Resolve(options, ("host", "compute1.example.org")).Should().BeOfType<HostResolution.Unknown>();
        Resolve(options, ("host", "compute3")).Should().BeOfType<HostResolution.Unknown>();
        Resolve(options, ("host", "Compute3.rack.example.org")).Should().BeOfType<HostResolution.Found>();
    }

    [Fact]
    public void A_name_longer_than_Nova_keeps_is_not_a_host() =>
        Resolve(("host", new string('c', 300))).Should().BeOfType<HostResolution.Unknown>();

    [Fact]
    public void A_short_name_of_two_hosts_is_ambiguous() =>
        Resolve(("host", "twin")).Should().BeOfType<HostResolution.Ambiguous>().Which.Hosts.Should().BeEquivalentTo("twin.example.org", "twin.rack.example.org");

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:9090")]
    [InlineData("localhost.localdomain")]
    [InlineData("localhost4.localdomain4")]
    [InlineData("localhost6")]
    [InlineData("ip6-loopback")]
    [InlineData("compute1.localhost")]
    [InlineData("127.0.0.1:9090")]
    [InlineData("127.8.9.10")]
    [InlineData("[::1]:9090")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]:9090")]
    public void Localhost_is_nobody_even_where_Nova_has_such_a_host(string value) => Resolve(("host", value)).Should().BeOfType<HostResolution.Unknown>();

    [Fact]
    public void Two_hosts_that_differ_in_case_only_are_one_of_which_a_listing_has_several_services()
    {
        ComputeService[] rows = [Row("node"), Row("NODE")];
        var fleet = Fleet.Listed(rows, Situations.Now, Situations.Now);
        fleet.Named("node", []).Should().ContainSingle();
        fleet.Sight("node", TimeSpan.FromSeconds(10)).Kind.Should().Be(SightingKind.Several);
    }

    [Fact]
    public void The_first_label_that_is_there_decides_and_not_the_first_that_names_a_host()
    {
        Resolve(("instance", "compute4:9180"), ("hostname", "compute9")).Should().BeEquivalentTo(new HostResolution.Unknown("compute9", "'compute9' in hostname"));
        Resolve(("instance", "compute4:9180"), ("hostname", "comp ute9")).Should().BeOfType<HostResolution.Unknown>().Which.Name.Should().BeNull();
        Resolve(("instance", "compute4:9180"), ("hostname", " ")).Should().BeOfType<HostResolution.Unknown>();
        Resolve(("instance", "compute4:9180"), ("hostname", "localhost")).Should().BeOfType<HostResolution.Unknown>().Which.Tried.Should().Be("'localhost' in hostname means whoever says it");
        Resolve(("instance", "compute4:9180"), ("hostname", "1234")).Should().BeOfType<HostResolution.Unknown>("a number is no address");
        Resolve(("instance", "compute4:9180"), ("hostname", "twin")).Should().BeOfType<HostResolution.Ambiguous>();
    }

    [Fact]
    public void A_label_that_is_absent_or_empty_or_an_address_hands_on_to_the_next()
    {
        Resolve(("instance", "compute4:9180")).Should().BeOfType<HostResolution.Found>().Which.Should().BeEquivalentTo(new { From = "instance", HasUnknownBeside = false });
        Resolve(("hostname", ""), ("host", "compute4")).Should().BeOfType<HostResolution.Found>().Which.From.Should().Be("host");
        Resolve(("hostname", "10.0.0.1:9100"), ("host", "compute4")).Should().BeOfType<HostResolution.Found>().Which.Should().BeEquivalentTo(new { From = "host", HasUnknownBeside = true });
        Resolve(("hostname", "192.0.2.7"), ("host", "compute9")).Should().BeOfType<HostResolution.Found>("Nova has a host of that address").Which.Host.Name.Should().Be("192.0.2.7");
        Resolve(("hostname", "10.0.0.1"), ("host", "10.0.0.2")).Should().BeEquivalentTo(new HostResolution.Unknown("10.0.0.1", "'10.0.0.1' in hostname is an address"));
    }

    [Fact]
    public void Another_label_that_names_another_host_of_Nova_s_makes_it_ambiguous_and_an_unknown_one_does_not()
    {
        var both = Resolve(("host", "compute1"), ("instance", "compute4:9180")).Should().BeOfType<HostResolution.Ambiguous>().Subject;
        both.Should().BeEquivalentTo(new { Name = "compute1 or compute4", Said = "host names compute1, instance names compute4" });
        both.Hosts.Should().Equal("compute1", "compute4");
        Resolve(("host", "twin.example.org"), ("instance", "twin")).Should().BeOfType<HostResolution.Ambiguous>();
        Resolve(("host", "10.0.0.1"), ("hostname", "compute1"), ("instance", "192.0.2.7:9100")).Should().BeOfType<HostResolution.Ambiguous>();
        Resolve(("host", "compute1"), ("instance", "compute1.example.org:9180")).Should().BeOfType<HostResolution.Found>();
        Resolve(("host", "compute1"), ("instance", "exporter:9180")).Should().BeOfType<HostResolution.Found>().Which.Host.Name.Should().Be("compute1");
        Resolve(("host", "compute1"), ("nodename", "compute4")).Should().BeOfType<HostResolution.Found>("nodename is none of Hosts:Labels");
    }

    [Fact]
    public void Without_a_label_it_says_which_the_alert_had()
    {
        Resolve(Written([], []), ("instance", "compute4:9180"), ("alertname", "InstanceDown"), ("empty", "")).Should().BeEquivalentTo(
            new HostResolution.Unknown(null, "it has none of the labels of NovaFence:Hosts:Labels (host); it has alertname, instance"));
        Resolve(Written([], [])).Should().BeOfType<HostResolution.Unknown>().Which.Tried.Should().EndWith("it has no label at all");
        Resolve(Written([], []), [.. Enumerable.Range(0, 30).Select(number => ($"l{number:00}\n", "v"))]).Should().BeOfType<HostResolution.Unknown>()
            .Which.Tried.Should().Contain("l00?, l01?").And.EndWith("l19? and 10 more");
    }

    [Fact]
    public void What_the_sender_gives_apart_is_looked_up_and_no_label() =>
        HostResolver.Resolve(Situations.Firing with { NamedHost = "Compute2", Labels = new Dictionary<string, string> { ["host"] = "compute1" } }, Options, Fleet)
            .Should().BeOfType<HostResolution.Found>().Which.Host.Name.Should().Be("Compute2");

    [Fact]
    public void All_places_of_a_text_together_name_exactly_one_host()
    {
        Search(("incident_key", "x1"), ("title", "compute2"), ("custom_fields.host", "COMPUTE2.example.org")).Should().BeOfType<HostResolution.Found>()
            .Which.Should().BeEquivalentTo(new { Host = new ComputeHost("Compute2", null), From = "title, custom_fields.host", HasUnknownBeside = true });
        Search(("title", "compute1"), ("title", "compute4")).Should().BeOfType<HostResolution.Ambiguous>().Which.Said.Should().Be("title names compute1, title names compute4");
        Search(("title", "compute4-ilo")).Should().BeEquivalentTo(new HostResolution.Unknown("compute4-ilo", "'compute4-ilo' in title"));
        Search(("title", "localhost")).Should().BeOfType<HostResolution.Unknown>();
        Search(("title", "compute1"), ("custom_fields.note", null)).Should().BeOfType<HostResolution.Unknown>("nobody knows what the note names").Which.Name.Should().BeNull();
        Search().Should().BeOfType<HostResolution.Unknown>("the labels of an incident are no labels of Hosts:Labels").Which.Tried.Should().Contain("PagerDutyPattern");
    }

    [Theory]
    [InlineData("compute1", "compute1")]
    [InlineData(" COMPUTE1. ", "compute1")]
    [InlineData("compute1.example.org", "compute1")]
    [InlineData("localhost.localdomain", "localhost.localdomain")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("2001:db8:0::7", "2001:db8::7")]
    public void An_operator_names_a_host_as_Nova_does_or_in_a_domain_of_ours(string name, string host) =>
        HostResolver.ResolveName(name, Options.Domains, Fleet).Should().BeEquivalentTo(new HostResolution.Found(new ComputeHost(host, null), "operator"));

    [Theory]
    [InlineData("computr1", "'computr1'; the nearest is 'compute1'")]
    [InlineData("compute1:9100", "'compute1:9100'")]
    [InlineData("localhost", "'localhost'")]
    [InlineData("compute1.other.example.org", "'compute1.other.example.org'")]
    [InlineData("", "not a host's name")]
    public void What_an_operator_misspells_is_refused_with_the_nearest(string name, string tried) =>
        HostResolver.ResolveName(name, Options.Domains, Fleet).Should().BeOfType<HostResolution.Unknown>().Which.Tried.Should().StartWith(tried);

    [Fact]
    public void The_name_that_is_looked_up_first_is_known_without_Nova()
    {
        HostResolver.FirstName(Situations.Firing with { Labels = new Dictionary<string, string> { ["hostname"] = "10.0.0.1", ["host"] = "Node7:9100", ["instance"] = "x" } }, Options).Should().Be("Node7");
        HostResolver.FirstName(Situations.Firing with { Labels = new Dictionary<string, string> { ["hostname"] = "no name", ["host"] = "Node7" } }, Options).Should().BeNull();
        HostResolver.FirstName(Situations.Firing with { Labels = new Dictionary<string, string> { ["host"] = "localhost" } }, Options).Should().BeNull();
        HostResolver.FirstName(Situations.Firing with { Mentions = [new HostMention("title", "two words"), new HostMention("title", "node8")] }, Options).Should().Be("node8");
    }

    [Theory]
    [InlineData("example.org", true)]
    [InlineData("localdomain", true)]
    [InlineData("rack-1.example.org", true)]
    [InlineData(".example.org", false)]
    [InlineData("example.org.", false)]
    [InlineData("*.example.org", false)]
    [InlineData("example..org", false)]
    [InlineData("exämple.org", false)]
    [InlineData("192.0.2.7", false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    public void A_domain_is_written_without_a_dot_round_it(string domain, bool isOne)
    {
        var problems = new HostsCheck().Problems(new NovaFenceOptions { Hosts = Written(["host"], ["example.net", domain]) });
        problems.Should().HaveCount(isOne ? 0 : 1).And.OnlyContain(problem => problem.StartsWith("NovaFence:Hosts:Domains:1 "));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" host")]
    public void A_label_without_a_name_is_refused(string label) =>
        new HostsCheck().Problems(new NovaFenceOptions { Hosts = Written([label], []) }).Should().ContainSingle().Which.Should().StartWith("NovaFence:Hosts:Labels:0 ");

    private static HostsOptions Written(string[] labels, string[] domains)
    {
        var options = new HostsOptions();
        foreach (var label in labels)
            options.Labels.Add(label);
        foreach (var domain in domains)
            options.Domains.Add(domain);
        return options;
    }

    private static ComputeService Row(string name) => new() { Host = new ComputeHost(name, null), ForcedDown = false };
}
