using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Alerts;

/// <summary>Where a sender shows an alert: kept with the record and with each verdict, and followed by nobody but a person.</summary>
public sealed class AlertLinkTests : IAsyncLifetime
{
    private const string Link = "http://prometheus.example.org:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1";

    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [InlineData(Link, Link)]
    [InlineData("https://grafana.example.org/alerting/grafana/abc/view?orgId=1#top", "https://grafana.example.org/alerting/grafana/abc/view?orgId=1#top")]
    [InlineData("HTTPS://user:secret@example.org/a", "https://example.org/a")]
    [InlineData("https://example.org:443/a b", "https://example.org/a%20b")]
    [InlineData("https://example.org/\u202ea", "https://example.org/%E2%80%AEa")]
    [InlineData("http://[::1]:9090/graph", "http://[::1]:9090/graph")]
    [InlineData("/graph?g0.expr=up", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("ftp://example.org/a", null)]
    [InlineData("not a link", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Of_what_was_sent_a_link_that_can_be_printed_and_followed_is_kept(string? sent, string? kept) => AlertLink.Of(sent).Should().Be(kept);

    [Fact]
    public void One_that_is_too_long_is_none_and_is_not_cut()
    {
        const string longest = "https://example.org/graph?q=";
        var fits = longest + new string('x', AlertLink.MaxLength - longest.Length);
        AlertLink.Of(fits).Should().Be(fits);
        AlertLink.Of(fits + "x").Should().BeNull();
        AlertLink.Of("https://example.org/" + new string('x', AlertLink.MaxLength)).Should().BeNull();
        AlertLink.Of("https://example.org/" + new string('x', 1_000_000)).Should().BeNull();
    }

    [Theory]
    [InlineData(Link)]
    [InlineData("http://prometheus.example.org:9090/graph?g0.expr=ipmi_chassis_power_state+%3D%3D+0+and+on+%28instance%2C+host%29+ipmi_up%7Bcollector%3D%22chassis%22%7D+%3D%3D+1&g0.tab=1")]
    public async Task The_record_and_the_events_have_name_and_link(string link)
    {
        var fired = _given.Alert("compute1", "f1") with { Link = link };
        fired = fired with { Labels = new Dictionary<string, string>(fired.Labels, StringComparer.Ordinal) { ["alertname"] = "HostDown" } };
        await _given.DeliverAsync(fired, Stop);

        (await _given.ViewAsync("compute1", Stop)).Alerts.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "HostDown", Link = link });
        var events = ((LedgerResult<IReadOnlyList<LedgerEvent>>.Ok)await _given.Directory.EventsAsync(new EventFilter(50), Stop)).Value;
        var alert = JsonDocument.Parse(events.Last(one => one.Host == "compute1").Json).RootElement.GetProperty("alert");
        (alert.GetProperty("name").GetString(), alert.GetProperty("link").GetString()).Should().Be(("HostDown", link));
    }

    [Fact]
    public async Task The_whole_fleet_s_events_include_those_of_names_that_Nova_does_not_know()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        await _given.DeliverAsync(_given.Alert("nobody-knows-it", "f2"), Stop);
        await _given.Pauses.PauseAsync(null, null, "night", "test", Stop);

        var events = ((LedgerResult<IReadOnlyList<LedgerEvent>>.Ok)await _given.Directory.EventsAsync(new EventFilter(50), Stop)).Value;

        events.Select(one => one.Host).Distinct().Should().BeEquivalentTo("compute1", "nobody-knows-it", "-");
        var held = ((LedgerResult<IReadOnlyList<LedgerEvent>>.Ok)await _given.Directory.EventsAsync(new EventFilter(50) { Verdict = VerdictKind.Held }, Stop)).Value;
        held.Should().ContainSingle().Which.Host.Should().Be("nobody-knows-it");
    }

    [Fact]
    public async Task A_misspelt_host_has_a_nearest_one()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);

        (await _given.Directory.NearestAsync("comptue1", Stop)).Should().Be("compute1");
        (await _given.Directory.NearestAsync("db-17.example.org", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Nova_s_word_stands_beside_the_record_s()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        await _given.Fleet.LookAsync(_given.Clock.GetUtcNow(), TimeSpan.FromSeconds(5), Stop);

        var nova = (await _given.ViewAsync("compute1", Stop)).Nova;

        nova.Should().NotBeNull();
        nova!.ForcedDown.Should().BeTrue();
        nova.ListedAt.Should().Be(_given.Fleet.Current.EndedAt);
    }

    [Fact]
    public async Task The_links_of_a_record_take_little_of_its_row_however_many_alerts_it_has()
    {
        foreach (var number in Enumerable.Range(1, HostRecord.MaxAlerts))
        {
            _given.Clock.Advance(TimeSpan.FromSeconds(1));
            await _given.DeliverAsync(_given.Alert("compute1", $"f{number}") with { Link = $"{Link}&n={number}" }, Stop);
        }

        var alerts = (await _given.ViewAsync("compute1", Stop)).Alerts;
        alerts.Should().HaveCount(HostRecord.MaxAlerts);
        alerts.Where(alert => alert.Link is not null).Select(alert => alert.Fingerprint).Should().BeEquivalentTo("f28", "f29", "f30");
    }

    [Fact]
    public async Task Links_that_come_at_once_and_later_than_their_alerts_leave_the_row_as_short()
    {
        var alerts = Enumerable.Range(10, HostRecord.MaxAlerts).Select(number => _given.Alert("compute1", $"f{number}")).ToList();
        (await _given.DeliverAsync(alerts, Stop)).Should().NotContain(outcome => outcome.Verdict.Kind == VerdictKind.Failed);

        var again = alerts.Select(alert => alert with { Link = "https://example.org/" + new string('x', AlertLink.MaxLength - 20) }).ToList();
        (await _given.DeliverAsync(again, Stop)).Should().NotContain(outcome => outcome.Verdict.Kind == VerdictKind.Failed);

        var kept = (await _given.ViewAsync("compute1", Stop)).Alerts;
        kept.Should().HaveCount(HostRecord.MaxAlerts);
        kept.Count(alert => alert.Link is not null).Should().Be(HostRecord.MaxLinks);
    }
}
