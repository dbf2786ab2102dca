using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>A command that an operator gives for what a host was when it was shown.</summary>
public sealed class ChangedSinceTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task It_is_done_while_the_host_is_as_it_was_shown()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "agreeing"), Stop);

        (await CommandAsync(await VersionAsync())).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.ForceDown }, State = HostState.Down });
    }

    [Theory]
    [InlineData("another alert")]
    [InlineData("a pause")]
    [InlineData("its end")]
    [InlineData("another operator's word")]
    public async Task Nothing_is_done_once_something_has_happened(string what)
    {
        var alert = _given.Alert("compute1", "f1", release: "agreeing");
        await _given.DeliverAsync(alert, Stop);
        var shown = await VersionAsync();
        switch (what)
        {
            case "another alert":
                await _given.DeliverAsync(_given.Alert("compute1", "f1 again", release: "when healthy") with { Labels = alert.Labels, Fingerprint = "f2" }, Stop);
                break;
            case "a pause":
                await _given.Pauses.PauseAsync("compute1", null, "new disks", "test", Stop);
                break;
            case "its end":
                await _given.DeliverAsync(alert with { Status = AlertStatus.Resolved }, Stop);
                break;
            default:
                await _given.UnsetAsync("compute1", Stop);
                break;
        }

        var puts = _given.Cloud.Puts.Count;

        (await CommandAsync(shown)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.ChangedSince });
        _given.Cloud.Puts.Should().HaveCount(puts);
        (await _given.RecordAsync("compute1", Stop))!.Word.Should().BeNull();
    }

    [Fact]
    public async Task Looks_repeats_and_audits_are_no_change()
    {
        var alert = _given.Alert("compute1", "f1", release: "when healthy", ago: TimeSpan.FromMinutes(1));
        await _given.DeliverAsync(alert, Stop);
        var shown = await VersionAsync();

        await _given.DeliverAsync(alert, Stop);
        await _given.PassAsync(TimeSpan.FromMinutes(1), Stop);
        await _given.Auditor.RunAsync(Stop);

        (await VersionAsync()).Should().Be(shown);
    }

    [Fact]
    public async Task A_host_without_a_record_has_one_that_holds_until_it_alerts()
    {
        var shown = await VersionAsync();
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "agreeing"), Stop);

        (await CommandAsync(shown)).Verdict.Reason.Should().Be(Reason.ChangedSince);
    }

    private async Task<string> VersionAsync() => (await _given.ViewAsync("compute1", Stop)).Version;

    private Task<Outcome> CommandAsync(string version) => _given.CommandAsync(new OperatorCommand("compute1", ForcedDown: true, "it burns", "test") { IfVersion = version }, Stop);
}
