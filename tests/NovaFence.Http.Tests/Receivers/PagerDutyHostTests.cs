using System.Text.Json.Nodes;
using NovaFence.Core.Options;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.PagerDuty;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class PagerDutyHostTests
{
    private const string Generated = "d3640fbd41094207a1c11e58e46b1662";

    [Theory]
    [InlineData(@"(?<host>compute\d+)", "power/compute2", "Host compute3 is fenced", "compute4", "compute2")]
    [InlineData(@"(?<host>compute\d+)", Generated, "Host compute3 is fenced", "compute4", "compute3")]
    [InlineData(@"(?<host>compute\d+)", Generated, "A host is fenced", "compute4", "compute4")]
    [InlineData(@"(?<host>compute\d+)", Generated, "A host is fenced", "storage1", null)]
    [InlineData(@"^Host (?<host>\S+) is fenced$", "power/compute2", "Host compute3.dc1.example is fenced", "compute4", "compute3.dc1.example")]
    [InlineData(@"^power/(?<host>.*)$", "power/", "power/compute3", "", "compute3")]
    [InlineData(@"power/(?<host>x)?", "power/compute2", "power/x", "", "x")]
    public void The_pattern_is_tried_on_key_then_title_then_custom_fields(string pattern, string key, string title, string field, string? host) =>
        Named(pattern, [], key, title, ("note", field)).Should().Be(host);

    [Theory]
    [InlineData("compute1", "Host compute2 is fenced", "r1", "compute1")]
    [InlineData(Generated, "compute2", "r1", "compute2")]
    [InlineData(Generated, "Host compute2 is fenced", "compute3", "compute3")]
    [InlineData(Generated, "Host compute2 is fenced", "in rack 1", null)]
    [InlineData("", "\u0007", "two\twords", null)]
    public void Without_a_pattern_the_first_field_of_one_word_is_taken_whole(string key, string title, string field, string? host) =>
        Named(null, [], key, title, ("note", field)).Should().Be(host);

    [Fact]
    public void Without_a_pattern_a_custom_field_called_like_a_host_label_leaves_it_to_the_labels() =>
        Named(null, [], "compute1", "compute2", ("compute_host", "compute3")).Should().BeNull();

    [Fact]
    public void The_configured_labels_count_and_not_the_default_ones() =>
        Named(null, ["hypervisor_name"], "compute1", "compute2", ("compute_host", "compute3")).Should().Be("compute1");

    [Fact]
    public void A_word_longer_than_Nova_s_column_names_nothing() =>
        Named(null, [], new string('c', 256), "compute2", ("note", "")).Should().Be("compute2");

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

    private static string? Named(string? pattern, string[] labels, string key, string title, (string Name, string Value) field)
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
        return PagerDutyParser.Parse(body, DateTimeOffset.UnixEpoch, new PagerDutyHost(options))
            .Should().BeOfType<Reading.Alerts>().Subject.Events.Single().NamedHost;
    }
}
