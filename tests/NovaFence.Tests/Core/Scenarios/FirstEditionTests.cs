using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A ledger that the first edition wrote: what cannot be told from its rows counts as the careful case.</summary>
public sealed class FirstEditionTests : IAsyncLifetime
{
    private static readonly Dictionary<string, JsonElement> Rows = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(InFolder("rows.json")))!;

    private readonly TestClock _clock = new();
    private Installation _given = null!;

    public static TheoryData<string> HostRows => [.. Rows.Keys.Where(key => key.StartsWith("host:", StringComparison.Ordinal))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The ledger as it was left, two minutes later, before the cloud as it was then.</summary>
    public async ValueTask InitializeAsync()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 18, 45, 0, TimeSpan.Zero));
        _given = await Installation.OnAsync(
            InFolder("ledger.sqlite"), _clock, Stop, ("NovaFence:Budget:MaxHosts", "5"), ("NovaFence:Budget:MaxShare", "1"), ("NovaFence:Storm:MinHosts", "20"));
        foreach (var host in Rows["fleet:0000"].GetProperty("hosts").EnumerateArray())
            _given.Cloud.Ids[host.GetProperty("name").GetString()!] = host.GetProperty("id").GetString()!;
        foreach (var number in (int[])[1, 2, 3, 4, 5, 8, 12])
            _given.Cloud.ForceDown($"compute{number}");
        _clock.Advance(TimeSpan.FromMinutes(2));
        (await _given.Opening.OpenAsync(Stop)).Should().BeNull();
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [MemberData(nameof(HostRows))]
    public async Task Each_record_is_read_and_what_is_down_was_not_seen_free(string key)
    {
        var row = Rows[key];
        var record = (await _given.RecordAsync(row.GetProperty("host").GetString()!, Stop))!;

        JsonNamingPolicy.SnakeCaseLower.ConvertName(record.State.ToString()).Should().Be(row.GetProperty("state").GetString());
        record.Before.Should().Be(record.State == HostState.Clear ? null : SeenBefore.Unknown);
        record.Alerts.Select(alert => alert.Fingerprint).Should().Equal(row.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("fingerprint").GetString()));
        (record.Word is { Down: true, DoneAt: not null }).Should().Be(row.GetProperty("owner").GetString() == "operator");
        foreach (var (alert, written) in record.Alerts.Zip(row.GetProperty("alerts").EnumerateArray()))
        {
            alert.Accepted.Should().Be(written.GetProperty("accepted").GetBoolean());
            if (written.TryGetProperty("hold", out var hold))
                alert.Held!.Facts.Should().Be(hold.GetString());
        }
    }

    [Fact]
    public async Task An_audit_over_it_unsets_nothing_finishes_what_was_begun_and_asks_for_an_operator()
    {
        var report = await _given.Auditor.RunAsync(Stop);
        await _given.PassAsync(TimeSpan.FromMinutes(10), Stop);

        report.Failure.Should().BeNull();
        _given.Cloud.Puts.Distinct().Should().Equal(("compute7", true));
        var kinds = report.Findings.Where(finding => finding.Host != Finding.NoHost).ToDictionary(finding => finding.Host, finding => finding.Kind);
        kinds.Should().Contain(new KeyValuePair<string, FindingKind>("compute3", FindingKind.InSync));
        kinds.Should().Contain(new KeyValuePair<string, FindingKind>("compute12", FindingKind.Foreign));
        kinds.Should().Contain(new KeyValuePair<string, FindingKind>("compute11", FindingKind.Held));
        foreach (var number in (int[])[1, 2, 4, 5, 8])
            kinds.Should().Contain(new KeyValuePair<string, FindingKind>($"compute{number}", FindingKind.AwaitingOperator));
    }

    [Fact]
    public async Task Resolved_afterwards_it_stays_down_until_an_operator_unsets_it_by_name()
    {
        var end = new AlertEvent { Receiver = "alertmanager", Fingerprint = "1a00000000000001", Status = AlertStatus.Resolved, At = _clock.Now, ReceivedAt = _clock.Now, Labels = new Dictionary<string, string> { ["host"] = "compute1" } };
        (await _given.DeliverAsync(end, Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        await _given.PassAsync(TimeSpan.FromMinutes(10), Stop);
        _given.Cloud.Has("compute1").Should().BeTrue();

        (await _given.UnsetAsync("compute1", Stop)).State.Should().Be(HostState.Clear);

        _given.Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_an_operator_had_overruled_stays_so()
    {
        var repeat = _given.Alert("compute9", "9a00000000000001") with { At = new DateTimeOffset(2026, 11, 25, 18, 41, 49, 896, TimeSpan.Zero) };

        (await _given.DeliverAsync(repeat, Stop)).Verdict.Reason.Should().Be(Reason.Overruled);

        _given.Cloud.Has("compute9").Should().BeFalse();
    }

    [Fact]
    public async Task What_was_paused_stays_so()
    {
        (await _given.DeliverAsync(_given.Alert("compute6", "new"), Stop)).Verdict.Reason.Should().Be(Reason.Paused);

        ((PauseResult.Done)await _given.Pauses.ListAsync(Stop)).Pauses.Should().ContainSingle().Which.Host.Should().Be("compute6");
    }

    [Fact]
    public async Task What_is_down_has_its_place_in_the_budget()
    {
        var report = await _given.Auditor.RunAsync(Stop);

        report.Findings.Should().NotContain(finding => finding.Kind == FindingKind.LedgerInconsistent);
        (await _given.DeliverAsync(_given.Alert("compute6", "new"), Stop)).Verdict.Reason.Should().BeOneOf(Reason.Budget, Reason.Paused);
    }

    [Fact]
    public async Task What_waited_for_an_unknown_host_is_told_of_and_waits_for_its_sender()
    {
        (await _given.FindingAsync("ghost1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, NeedsAPerson = true });
        _given.Cloud.Renamed["compute9"] = "ghost1";
        _clock.Advance(TimeSpan.FromMinutes(1));

        await _given.Auditor.RunAsync(Stop);
        await _given.PassAsync(TimeSpan.FromMinutes(1), Stop);

        _given.Cloud.Has("ghost1").Should().BeFalse();
        (await _given.FindingAsync("ghost1", Stop))!.NeedsAPerson.Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_incident_whose_title_names_another_host_by_now_is_that_of_the_host_it_was_heard_for(bool isOpen)
    {
        // Without the start's, as of a delivery that comes before it.
        await using var given = isOpen ? null : _given.Another();
        var instance = given ?? _given;

        var outcome = await instance.DeliverAsync(instance.Paged("compute9", "Q8INCIDENT00001"), Stop);

        outcome.Should().BeEquivalentTo(new { Host = "compute8", Verdict = new { Kind = VerdictKind.Held, Reason = Reason.NamesAnotherHost } });
        _given.Cloud.Has("compute9").Should().BeFalse();
        await instance.DeliverAsync(instance.Paged("nobody", "Q8INCIDENT00001", AlertStatus.Resolved), Stop);
        (await instance.RecordAsync("compute8", Stop))!.Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Resolved);
    }

    private static string InFolder(string file) => Path.Combine(AppContext.BaseDirectory, "FirstEdition", file);
}
