using System.Diagnostics;
using System.Text.Json.Nodes;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.PagerDuty;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class PagerDutyHostTests
{
    private const string Generated = "d3640fbd41094207a1c11e58e46b1662";

    /// <summary>Alertmanager's and Grafana's <c>dedup_key</c>.</summary>
    private const string Hash = "9c3f5a0b9c3f5a0b9c3f5a0b9c3f5a0b9c3f5a0b9c3f5a0b9c3f5a0b9c3f5a0b";

    private const string Readme = "(?<host>compute[0-9]+)";

    private static readonly Fleet Fleet = Fleet.Remembered(Enumerable.Range(1, 5).Select(number => new ComputeHost($"compute{number}", null)));

    [Theory]
    [InlineData(@"(?<host>compute\d+)", "power/compute2", "Host compute3 is fenced", "compute4", "incident_key: compute2, title: compute3, custom_fields.note: compute4")]
    [InlineData(@"(?<host>compute\d+)", Generated, "compute3 or compute4, or compute3", "storage1", "title: compute3, title: compute4")]
    [InlineData(@"(?<host>compute\d+)", Generated, "A host is fenced", "storage1", "")]
    [InlineData(@"^Host (?<host>\S+) is fenced$", "power/compute2", "Host compute3.dc1.example is fenced", "compute4", "title: compute3.dc1.example")]
    [InlineData(@"^power/(?<host>.*)$", "power/", "power/compute3", "", "title: compute3")]
    [InlineData(@"power/(?<host>x)?", "power/compute2", "power/x", "", "title: x")]
    [InlineData("(?<host>[a-z0-9]+)", Hash, "compute2", "", "title: compute2")]
    [InlineData("(?<host>[a-z0-9]+)", "9C3F5A0B9C3F5A0B9C3F5A0B9C3F5A0B", "compute2", "", "title: compute2")]
    public void With_a_pattern_every_name_in_key_and_title_and_custom_fields_is_found(string pattern, string key, string title, string field, string found) =>
        Named(pattern, [], key, title, ("note", field)).Should().Be(found);

    [Theory]
    [InlineData("compute4", "compute4")]
    [InlineData("compute4.", "compute4")]
    [InlineData("compute4...", "compute4")]
    [InlineData("compute4-", "compute4")]
    [InlineData("compute4 - down", "compute4")]
    [InlineData("compute4, compute4: (compute4) [compute4] \"compute4\"", "compute4")]
    [InlineData("power/compute4", "compute4")]
    [InlineData("compute4:9100", "compute4")]
    [InlineData("🔥compute4🔥", "compute4")]
    [InlineData("compute4-ilo does not answer", "compute4-ilo")]
    [InlineData("ilo-compute4", "ilo-compute4")]
    [InlineData("ilo.compute4", "ilo.compute4")]
    [InlineData("compute4.example.org is down.", "compute4.example.org")]
    [InlineData("compute4--ilo", "compute4--ilo")]
    [InlineData("compute4.-ilo", "compute4.-ilo")]
    [InlineData("compute4_ilo", "compute4_ilo")]
    [InlineData("compute4b", "compute4b")]
    [InlineData("xcompute4", "xcompute4")]
    [InlineData("compute4compute5", "compute4compute5")]
    [InlineData("compute4\u2011ilo", "compute4\u2011ilo")]
    [InlineData("compute4\u2013ilo", "compute4\u2013ilo")]
    [InlineData("compute4\u00adilo", "compute4\u00adilo")]
    [InlineData("compute4\uff0eexample", "compute4\uff0eexample")]
    [InlineData("compute4\u200bilo", "compute4\u200bilo")]
    [InlineData("compute4ä", "compute4ä")]
    [InlineData("compute4\u0301", "compute4\u0301")]
    [InlineData("compute4²", "compute4²")]
    [InlineData("compute4𝟓", "compute4𝟓")]
    [InlineData("𝟓compute4", "𝟓compute4")]
    [InlineData("сompute4 compute4", "compute4")]
    public void A_match_counts_as_the_whole_name_that_it_stands_in(string title, string name) =>
        Named(Readme, [], "", title, ("note", "")).Should().Be($"title: {name}");

    [Theory]
    [InlineData(Readme)]
    [InlineData(null)]
    public void Case_06_a_hash_of_64_digits_is_no_host_and_the_title_names_it(string? pattern) =>
        Resolved(pattern, Hash, "compute2").Should().BeOfType<HostResolution.Found>().Which.Should().BeEquivalentTo(new { Host = new ComputeHost("compute2", null), From = "title" });

    [Fact]
    public void Case_08_a_longer_name_is_another_host() =>
        Resolved(Readme, null, "compute4-ilo does not answer").Should().BeEquivalentTo(new HostResolution.Unknown("compute4-ilo", "'compute4-ilo' in title"));

    [Theory]
    [InlineData("compute1 and compute2 are down", null)]
    [InlineData("compute1 is down", "power/compute2")]
    public void Two_hosts_are_ambiguous(string title, string? key) => Resolved(Readme, key, title).Should().BeOfType<HostResolution.Ambiguous>().Which.Hosts.Should().BeEquivalentTo("compute1", "compute2");

    [Fact]
    public void The_same_host_in_several_places_is_one_and_what_is_no_host_of_Nova_s_counts_for_nothing() =>
        Resolved(@"(?i)(?<host>compute[0-9]+)", "power/compute2", "COMPUTE2 is down, compute99 is well").Should().BeOfType<HostResolution.Found>().Which.From.Should().Be("incident_key, title");

    [Fact]
    public void A_field_that_is_too_long_to_be_searched_holds_the_incident() =>
        Resolved(Readme, "compute2", new string('x', PagerDutyHost.MaxTextLength + 1)).Should().BeOfType<HostResolution.Unknown>().Which.Tried.Should().StartWith("its title is too long");

    [Theory]
    [InlineData(8, null)]
    [InlineData(9, "custom_fields.f8")]
    [InlineData(1000, "custom_fields.f8")]
    public void All_fields_together_are_searched_up_to_one_bound_and_more_holds_the_incident(int fields, string? unsearched)
    {
        var mentions = WithFields(Readme, Enumerable.Range(0, fields).Select(_ => $"compute2{new string(' ', (PagerDutyHost.MaxTextLength / 8) - 8)}"));

        mentions.Count(mention => mention.Text == "compute2").Should().Be(8);
        mentions.Where(mention => mention.Text is null).Select(mention => mention.From).Should().Equal(unsearched is null ? [] : [unsearched]);
        mentions.Should().HaveCount(unsearched is null ? 8 : 9);
    }

    [Theory]
    [InlineData("(?<host>[a-z0-9]+)", PagerDutyHost.MaxNames, true)]
    [InlineData("(?<host>[a-z0-9]+)", PagerDutyHost.MaxNames + 1, false)]
    [InlineData("(?<host>[a-z0-9]+)", 20 * PagerDutyHost.MaxNames, false)]
    [InlineData(null, PagerDutyHost.MaxNames, true)]
    [InlineData(null, 20 * PagerDutyHost.MaxNames, false)]
    public void More_names_than_are_looked_up_hold_the_incident(string? pattern, int names, bool fits)
    {
        var mentions = WithFields(pattern, Enumerable.Range(0, names).Select(number => $"n{number}"));

        mentions.Count(mention => mention.Text is null).Should().Be(fits ? 0 : 1);
        mentions.Count.Should().BeLessThanOrEqualTo(PagerDutyHost.MaxNames + 1);
        HostResolver.Resolve(Of(mentions), new HostsOptions(), Fleet).Should().BeOfType<HostResolution.Unknown>().Which.Name.Should().Be(fits ? "n0" : null);
    }

    [Fact]
    public void A_pattern_that_matches_each_letter_is_searched_for_in_no_time()
    {
        var options = new HostsOptions { PagerDutyPattern = "(?<host>a)(.*b)?" };
        var body = Payload.Incident(incident =>
        {
            incident["incident_key"] = Generated;
            incident["title"] = new string('a', PagerDutyHost.MaxTextLength);
            incident.Remove("custom_fields");
        });
        var started = Stopwatch.GetTimestamp();

        PagerDutyParser.Parse(body, DateTimeOffset.UnixEpoch, new PagerDutyHost(options));

        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(4), "PagerDuty waits five");
    }

    [Theory]
    [InlineData("compute1", "Host compute2 is fenced", "r1", "incident_key: compute1, custom_fields.note: r1")]
    [InlineData(Generated, "compute2", "r1", "title: compute2, custom_fields.note: r1")]
    [InlineData(Generated, "Host compute2 is fenced", "in rack 1", "")]
    [InlineData("", "\u0007", "two\twords", "")]
    public void Without_a_pattern_each_field_of_one_word_is_a_name(string key, string title, string field, string found) =>
        Named(null, [], key, title, ("note", field)).Should().Be(found);

    [Fact]
    public void Without_a_pattern_a_custom_field_called_like_a_host_label_decides()
    {
        Named(null, [], "compute1", "two words", ("host", "compute3")).Should().Be("host! compute3, incident_key: compute1, custom_fields.host: compute3");
        Named(null, ["hypervisor_name"], "compute1", "two words", ("host", "compute3")).Should().Be("incident_key: compute1, custom_fields.host: compute3");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(@"(?<host>\w+)")]
    public void A_pattern_that_can_be_used_is_no_problem(string? pattern) => PagerDutyHostPattern.TryRead(pattern, out _, out _).Should().BeTrue();

    [Theory]
    [InlineData("compute", "no group (?<host>…)")]
    [InlineData("(?<Host>compute)", "no group (?<host>…)")]
    [InlineData("(?<host>", "not a regular expression")]
    [InlineData(@"(?<host>a)(?=b)", "might be slow")]
    [InlineData(@"(?<host>a)\k<host>", "might be slow")]
    public void A_pattern_that_cannot_be_used_is_named(string pattern, string expected)
    {
        PagerDutyHostPattern.TryRead(pattern, out _, out var problem).Should().BeFalse();
        problem.Should().Contain(expected);
    }

    private static string Named(string? pattern, string[] labels, string key, string title, (string Name, string Value) field)
    {
        var options = new HostsOptions { PagerDutyPattern = pattern };
        foreach (var label in labels)
            options.Labels.Add(label);
        var body = Payload.Incident(incident =>
        {
            incident["incident_key"] = key;
            incident["title"] = title;
            incident["custom_fields"] = new JsonArray(new JsonObject { ["name"] = field.Name, ["value"] = field.Value });
        });
        return string.Join(", ", Read(body, options).Mentions!.Select(mention => $"{mention.From}{(mention.Decides ? "!" : ":")} {mention.Text}"));
    }

    private static IReadOnlyList<HostMention> WithFields(string? pattern, IEnumerable<string> values)
    {
        var body = Payload.Incident(incident =>
        {
            incident["incident_key"] = Generated;
            incident["title"] = "";
            incident["custom_fields"] = new JsonArray([.. values.Select((value, index) => new JsonObject { ["name"] = $"f{index}", ["value"] = value })]);
        });
        return Read(body, new HostsOptions { PagerDutyPattern = pattern }).Mentions!;
    }

    private static AlertEvent Of(IReadOnlyList<HostMention> mentions) => new()
    {
        Receiver = "pagerduty",
        Fingerprint = "Q1",
        Status = AlertStatus.Firing,
        At = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Mentions = mentions,
    };

    private static HostResolution Resolved(string? pattern, string? key, string title)
    {
        var options = new HostsOptions { PagerDutyPattern = pattern };
        var body = Payload.Incident(incident =>
        {
            incident["incident_key"] = key;
            incident["title"] = title;
            incident.Remove("custom_fields");
        });
        return HostResolver.Resolve(Read(body, options), options, Fleet);
    }

    private static AlertEvent Read(byte[] body, HostsOptions options) =>
        PagerDutyParser.Parse(body, DateTimeOffset.UnixEpoch, new PagerDutyHost(options)).Should().BeOfType<Reading.Alerts>().Subject.Events.Single();
}
