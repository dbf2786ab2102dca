using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Among the hosts those are marked that an audit would call a person for, and what they are told to type names the host.</summary>
public sealed class NeedsAPersonTests : Scenario
{
    public static TheoryData<string> NeedOne => [.. Cases.Keys];

    private static Dictionary<string, Func<NeedsAPersonTests, Task>> Cases { get; } = new()
    {
        ["released manually"] = test => test.ReleasedAsync("manually"),
        ["its end says nothing"] = async test =>
        {
            await test.FireAsync("compute1", "f1");
            await test.PassAsync(Minutes(1));
            await test.Given.DeliverAsync(test.Given.Alert("compute1", "f1", AlertStatus.Resolved) with { EndsBlind = true }, Stop);
            await test.PassAsync(Minutes(5));
        },
        ["nobody saw it free"] = async test =>
        {
            test.Cloud.ListsNothing = true;
            await test.FireAsync("compute1", "f1");
            test.Cloud.ListsNothing = false;
            await test.PassAsync(Minutes(1));
        },
        ["contradicted"] = async test =>
        {
            await test.FireAsync("compute1", "f1");
            await test.PassAsync(Seconds(15));
            await test.Given.Auditor.RunAsync(Stop);
            test.Cloud.Report("compute1");
            await test.PassAsync(Seconds(15));
        },
        ["a word not done for an hour"] = async test =>
        {
            test.Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
            await test.Given.ForceDownAsync("compute1", Stop);
            await test.PassAsync(Minutes(125));
        },
        ["a word that asks"] = async test =>
        {
            await test.FireAsync("compute1", "f1");
            test.Cloud.Evacuations = new EvacuationCount.Known(1);
            await test.Given.UnsetAsync("compute1", Stop);
        },
        ["stale"] = async test =>
        {
            await test.FireAsync("compute1", "f1");
            await test.PassAsync(TimeSpan.FromHours(30));
        },
        ["gone"] = async test =>
        {
            await test.FireAsync("compute1", "f1");
            test.Cloud.Gone.Add("compute1");
            await test.PassAsync(Minutes(1));
        },
        ["raised by another"] = async test =>
        {
            await test.Given.ForceDownAsync("compute1", Stop);
            await test.PassAsync(Minutes(1));
            test.Cloud.Unset("compute1");
        },
        ["overruled"] = async test =>
        {
            await test.FireAsync("compute1", "f1");
            await test.Given.UnsetAsync("compute1", Stop);
        },
        ["foreign"] = test =>
        {
            test.Cloud.ForceDown("compute1");
            return Task.CompletedTask;
        },
        ["held"] = async test =>
        {
            await test.Given.Pauses.PauseAsync("compute1", null, "new RAM", "test", Stop);
            await test.FireAsync("compute1", "f1");
        },
    };

    [Theory]
    [MemberData(nameof(NeedOne))]
    public async Task Whom_an_audit_calls_a_person_for_is_marked_and_told_the_same(string what)
    {
        await Cases[what](this);

        var finding = (await Given.FindingAsync("compute1", Stop))!;
        var view = await Given.ViewAsync("compute1", Stop);

        finding.NeedsAPerson.Should().BeTrue();
        view.NeedsAPerson.Should().BeTrue();
        view.ToDo.Should().Be(view.Held ? null : finding.ToDo);
        $"{view.ToDo} {view.Command} {finding.ToDo} ".Split("novafence ").Skip(1).Should().OnlyContain(command => command.StartsWith("force-down compute1 "));
    }

    [Fact]
    public async Task It_needs_no_audit()
    {
        await ReleasedAsync("manually");

        (await Given.ViewAsync("compute1", Stop)).ToDo.Should().EndWith(": novafence force-down compute1 --unset");
    }

    [Fact]
    public async Task Nothing_is_concluded_from_a_listing_that_has_grown_old()
    {
        await using var other = Given.Another(Settling);
        await other.Opening.OpenAsync(Stop);
        Cloud.ForceDown("compute1");
        await other.DeliverAsync(other.Alert("compute2", "f2"), Stop);
        (await other.ViewAsync("compute1", Stop)).NeedsAPerson.Should().BeTrue("it is foreign by a listing of just now");
        Cloud.Unset("compute1");

        Given.Clock.Advance(Minutes(6));

        (await other.ViewAsync("compute1", Stop)).NeedsAPerson.Should().BeFalse();
    }

    [Fact]
    public async Task A_route_that_is_configured_no_more_asks_for_one()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        (await Given.ViewAsync("compute1", Stop)).NeedsAPerson.Should().BeFalse();
        await using var renamed = Given.Another(Settling, ("NovaFence:Routes:0:Name", "renamed"));

        (await renamed.ViewAsync("compute1", Stop)).ToDo.Should().EndWith("novafence force-down compute1 --unset");
    }

    [Fact]
    public async Task Nobody_is_needed_where_all_goes_its_way()
    {
        await FireAsync("compute1", "f1");
        await FireAsync("compute2", "f2", "when healthy");
        await ResolveAsync("compute2", "f2", "when healthy");
        await PassAsync(Minutes(3));

        foreach (var host in (string[])["compute1", "compute2", "compute3"])
            (await Given.ViewAsync(host, Stop)).Should().BeEquivalentTo(new { NeedsAPerson = false, ToDo = (string?)null });
        (await Given.ViewAsync("compute2", Stop)).State.Should().Be(HostState.AwaitingHeartbeat);
    }

    [Fact]
    public async Task A_shell_without_routes_says_what_the_last_audit_found_and_concludes_nothing_by_itself()
    {
        await FireAsync("compute2", "f2");
        await ReleasedAsync("manually");
        await ResolveAsync("compute2", "f2");
        await using var shell = Given.WithoutRoutes();
        await shell.Opening.OpenAsync(Stop);
        (await shell.ViewAsync("compute1", Stop)).NeedsAPerson.Should().BeFalse();
        (await shell.ViewAsync("compute2", Stop)).NeedsAPerson.Should().BeFalse();

        await Given.Auditor.RunAsync(Stop);
        (await shell.ViewAsync("compute1", Stop)).ToDo.Should().EndWith("novafence force-down compute1 --unset");
        (await shell.ViewAsync("compute2", Stop)).NeedsAPerson.Should().BeFalse();

        // What fires again is not to be raised by what was found before.
        await PassAsync(Minutes(5));
        await FireAsync("compute1", "f1", "manually");
        (await shell.ViewAsync("compute1", Stop)).NeedsAPerson.Should().BeFalse();
        await ResolveAsync("compute1", "f1", "manually");
        (await shell.ViewAsync("compute1", Stop)).NeedsAPerson.Should().BeFalse();
    }

    [Fact]
    public async Task What_is_held_comes_first_and_then_what_else_needs_a_person()
    {
        Cloud.ForceDown("compute9");
        await Given.Pauses.PauseAsync("compute5", null, "new RAM", "test", Stop);
        await FireAsync("compute5", "f5");
        await Given.Auditor.RunAsync(Stop);

        var hosts = ((Core.Ledger.LedgerResult<IReadOnlyList<HostView>>.Ok)await Given.Directory.ListAsync(Stop)).Value;

        hosts.Select(host => host.Host).Take(3).Should().Equal("compute5", "compute9", "compute1");
    }

    [Fact]
    public async Task The_hold_of_a_storm_prints_no_command_without_its_host()
    {
        await OpenAsync(Settling, ("NovaFence:Storm:MinHosts", "2"), ("NovaFence:Storm:MaxShare", "0.05"));
        for (var number = 1; number <= 5; number++)
            await FireAsync($"compute{number}", $"f{number}");
        await PassAsync(Minutes(30));

        var again = await FireAsync("compute5", "f5", ago: Minutes(30));

        again.Verdict.Reason.Should().Be(Reason.Storm);
        again.Verdict.Facts.Split("novafence ").Skip(1).Should().ContainSingle().Which.Should().StartWith("resume --storm,");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(55)]
    public void A_command_that_has_no_room_in_the_row_is_left_out_whole(int over)
    {
        const string command = "novafence force-down compute11 --reason \"…\"";
        var text = new string('w', FindingsPart.MaxText - command.Length + over - 2) + ": ";

        var kept = FindingsPart.Fit(new Finding("compute11", FindingKind.Held, HostState.Clear, "", text + command)).ToDo;

        kept.Should().Be(over == 0 ? text + command : text[..Math.Min(text.Length, FindingsPart.MaxText)]);
    }

    private async Task ReleasedAsync(string release)
    {
        await FireAsync("compute1", "f1", release);
        await PassAsync(Minutes(1));
        await ResolveAsync("compute1", "f1", release);
        await PassAsync(Minutes(5));
    }
}
