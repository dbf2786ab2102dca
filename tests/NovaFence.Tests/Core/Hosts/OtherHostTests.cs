using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Tests.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Which other host an event names than those that its alert is of.</summary>
public sealed class OtherHostTests
{
    private static readonly Fleet Fleet = Fleet.Remembered(new[] { "compute1", "compute2", "twin.a.example", "twin.b.example" }.Select(name => new ComputeHost(name, null)));

    [Theory]
    [InlineData("compute1", null, "compute1", null)]
    [InlineData("compute2", null, "compute1", "compute2")]
    // One name that may mean several.
    [InlineData("twin", null, "compute1", "twin.a.example")]
    [InlineData("twin", null, "twin.a.example", null)]
    [InlineData("twin", null, "TWIN.b.example", null)]
    // Several places that name several.
    [InlineData("compute1", "compute2", "compute1", "compute2")]
    [InlineData("compute1", "compute2", "twin.a.example", "compute1")]
    [InlineData("twin", "compute2", "compute1", "twin.a.example")]
    [InlineData("twin", "compute2", "compute2", "twin.a.example")]
    public void A_firing_event_names_another_host_where_none_that_it_may_mean_is_its_own_or_its_places_disagree(string host, string? node, string own, string? other)
    {
        var alert = Situations.Firing with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = host, ["node"] = node ?? "" } };

        Fencer.OtherThan([own], alert, Resolve(alert)).Should().Be(other);
    }

    [Theory]
    [InlineData("twin", null)]
    [InlineData("compute2", "compute2")]
    public void An_end_names_another_host_only_where_it_names_exactly_one(string host, string? other)
    {
        var alert = Situations.Firing with { Status = AlertStatus.Resolved, Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = host } };

        Fencer.OtherThan(["compute1"], alert, Resolve(alert)).Should().Be(other);
    }

    private static HostResolution Resolve(AlertEvent alert)
    {
        var options = new HostsOptions();
        options.Labels.Add("host");
        options.Labels.Add("node");
        options.Domains.Add("a.example");
        options.Domains.Add("b.example");
        return HostResolver.Resolve(alert, options, Fleet);
    }
}
