using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Nova is another one than that of the ledger, and its hosts bear the same names: an endpoint that leads elsewhere, a wrong ledger, a cloud that was set up again.</summary>
public sealed class OtherCloudTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ScriptedCloud Cloud => _given.Cloud;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop);
        (await _given.Opening.OpenAsync(Stop)).Should().BeNull();
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Where_the_look_of_an_alert_is_the_first_to_show_it_nothing_is_forced_down_and_nothing_written()
    {
        Cloud.Registration++;
        var before = _given.Ledger.Commits.Count;

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Failed, Reason = Reason.OtherCloud }, MayPass = true });

        Cloud.Puts.Should().BeEmpty();
        _given.Ledger.Commits.Should().HaveCount(before);
    }

    [Fact]
    public async Task Nor_where_it_is_that_of_a_name_that_was_not_known()
    {
        Cloud.Registration++;
        Cloud.Hosts = 25;
        var before = _given.Ledger.Commits.Count;
        _given.Clock.Advance(TimeSpan.FromMinutes(1));

        (await _given.DeliverAsync(_given.Alert("compute25", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.OtherCloud);
        (await _given.DeliverAsync(_given.Alert("nosuch", "f2"), Stop)).Verdict.Reason.Should().Be(Reason.OtherCloud);

        _given.Ledger.Commits.Should().HaveCount(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nor_by_the_first_word_of_an_operator(bool down)
    {
        Cloud.Registration++;
        Cloud.ForceDown("compute1");
        var before = _given.Ledger.Commits.Count;

        (await _given.CommandAsync(new OperatorCommand("compute1", down, "it burns", "test"), Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Failed, Reason = Reason.OtherCloud });

        Cloud.Puts.Should().BeEmpty();
        _given.Ledger.Commits.Should().HaveCount(before);
    }

    [Fact]
    public async Task What_waits_for_a_time_sends_nothing_to_it()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Recorded);
        Cloud.Refuses = _ => null;
        var before = Cloud.Puts.Count;
        Cloud.Registration++;

        await _given.PassAsync(TimeSpan.FromMinutes(5), Stop);

        Cloud.Puts.Should().HaveCount(before);
        Cloud.Registration--;
        await _given.Auditor.RunAsync(Stop);
        await _given.PassAsync(TimeSpan.FromMinutes(2), Stop);
        Cloud.Has("compute1").Should().BeTrue("its own cloud is back, and the alert still fires");
    }

    [Fact]
    public async Task Nor_does_an_intent_that_was_written_before()
    {
        _given.Ledger.BeforeNextCommit = () =>
        {
            _given.Clock.Advance(TimeSpan.FromSeconds(3));
            Cloud.Registration++;
            return Task.CompletedTask;
        };

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.OtherCloud });

        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_Nova_that_was_set_up_again_and_lists_nothing_yet_does_not_make_the_ledger_forget_its_cloud()
    {
        Cloud.Hosts = 0;
        await _given.Auditor.RunAsync(Stop);
        await using (var restarted = _given.Another())
            await restarted.Opening.OpenAsync(Stop);
        Cloud.Hosts = 20;
        Cloud.Registration++;
        await using var other = _given.Another();

        (await other.Opening.OpenAsync(Stop)).Should().Contain("not one compute service is the same");
        (await other.DeliverAsync(other.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.OtherCloud);
    }

    [Fact]
    public async Task Nor_does_a_cell_that_is_down_whose_services_have_no_UUIDs_meanwhile()
    {
        (Cloud.HasIds, Cloud.CellIsDown) = (false, true);
        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        (Cloud.HasIds, Cloud.CellIsDown) = (true, false);
        Cloud.Registration++;
        await using var other = _given.Another();

        (await other.Opening.OpenAsync(Stop)).Should().Contain("not one compute service is the same");
    }

    [Fact]
    public async Task A_running_instance_hears_that_another_one_has_adopted_it()
    {
        Cloud.Registration++;
        (await _given.Auditor.RunAsync(Stop)).Failure.Should().Contain("not one compute service is the same");
        await using (var shell = _given.WithoutRoutes())
        {
            await shell.Opening.OpenAsync(Stop);
            (await shell.Fleet.AdoptAsync(Stop)).Should().BeNull();
        }

        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Of_several_services_of_a_name_each_may_be_the_one_that_the_ledger_knows_wherever_it_stands_in_the_listing()
    {
        var own = Guid.Empty.ToString();
        Cloud.Ids["compute1"] = own;
        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        Cloud.Registration++;
        Cloud.Ids["compute1"] = "00000000-0000-0000-0000-00000000a2a2";
        Cloud.Twice.Add("compute1");
        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull("the host's own service is the second of the two");

        Cloud.Registration++;
        Cloud.Ids["compute1"] = own;
        Cloud.Twice.Clear();

        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull("it is known still when the other is gone");
    }

    [Fact]
    public async Task Each_service_of_a_name_is_known_also_where_the_others_of_the_cloud_are_registered_anew_before_one_is_left()
    {
        Cloud.Ids["compute1"] = "00000000-0000-0000-0000-00000000a2a2";
        Cloud.Twice.Add("compute1");
        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();

        Cloud.Registration++;
        Cloud.Ids["compute1"] = Guid.Empty.ToString();
        Cloud.Twice.Clear();

        (await _given.Auditor.RunAsync(Stop)).Failure.Should().BeNull("the one that is left was the second of the two");
    }
}
