using System.Text.Json.Nodes;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>The audit's findings, in a real Alertmanager and back.</summary>
public sealed class FindingsInAlertmanagerTests : EndToEndTest
{
    /// <summary>Http's "could not be told".</summary>
    private const int NotTold = 4300;

    /// <summary>Few hosts that alert are a storm here.</summary>
    private protected override SceneOptions Options => new()
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NovaFence:Storm:MinHosts"] = "2", ["NovaFence:Storm:MaxShare"] = "0.2" },
    };

    [Theory]
    [InlineData("")]
    [InlineData("monitoring/alertmanager")]
    public async Task A_finding_arrives_there_and_resolves_there_when_it_clears(string prefix)
    {
        await using var alertmanager = Alertmanager.Installed(prefix);
        var instance = await Given.Instance(("NovaFence:Announce:Alertmanager:Urls:0", alertmanager.Url), ("NovaFence:Announce:Alertmanager:Labels:cluster", "region-1"));
        await alertmanager.StartAsync(instance);
        var before = Given.Clock.GetUtcNow();
        await Given.Nova.Set("compute2", forcedDown: true);
        await instance.Audit();

        var alert = (await alertmanager.AlertsAsync()).Should().ContainSingle().Subject;
        alert["labels"]!.ToJsonString().Should().Be("""{"alertname":"NovaFenceFinding","cluster":"region-1","host":"compute2","novafence_finding":"foreign","severity":"warning"}""");
        alert["status"]!["state"]!.GetValue<string>().Should().Be("active");
        alert["annotations"]!["summary"]!.GetValue<string>().Should().Be("NovaFence finds compute2 foreign");
        alert["annotations"]!["description"]!.GetValue<string>().Should().NotBeEmpty();
        Time(alert, "startsAt").Should().BeOnOrAfter(before).And.BeOnOrBefore(Given.Clock.GetUtcNow());
        (Time(alert, "endsAt") - before).Should().BeCloseTo(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1), "it ends by itself if nobody says it again");

        await instance.Audit();
        var again = (await alertmanager.AlertsAsync()).Should().ContainSingle("it is the same alert").Subject;
        Time(again, "startsAt").Should().Be(Time(alert, "startsAt"));
        Time(again, "endsAt").Should().BeAfter(Time(alert, "endsAt"));

        await Given.Nova.Set("compute2", forcedDown: false);
        (await alertmanager.AlertsAsync()).Should().ContainSingle("nobody has audited yet");
        await instance.Audit();
        (await alertmanager.AlertsAsync()).Should().BeEmpty();
        instance.Log.Text.Should().NotContain($"[{NotTold}]");
    }

    [Fact]
    public async Task One_that_was_away_is_told_by_the_next_audit()
    {
        await using var alertmanager = Alertmanager.Installed("");
        var instance = await Given.Instance(("NovaFence:Announce:Alertmanager:Urls:0", alertmanager.Url));
        await Given.Nova.Set("compute2", forcedDown: true);

        (await instance.Audit()).Lines.Should().Equal("compute2 foreign clear");
        await instance.Log.WhenAsync(NotTold);
        await alertmanager.StartAsync(instance);
        await instance.Audit();

        (await alertmanager.AlertsAsync()).Should().ContainSingle().Which["labels"]!["host"]!.GetValue<string>().Should().Be("compute2");
    }

    [Fact]
    public async Task An_audit_that_cannot_be_carried_out_is_an_alert_of_no_host_until_one_can()
    {
        await using var alertmanager = Alertmanager.Installed("");
        var instance = await Given.Instance(("NovaFence:Announce:Alertmanager:Urls:0", alertmanager.Url), ("NovaFence:Cloud:List:Deadline", "00:00:01"));
        await alertmanager.StartAsync(instance);
        await Given.CloudGoesAway();
        await instance.Audit();

        (await alertmanager.AlertsAsync()).Should().ContainSingle().Which["labels"]!.ToJsonString()
            .Should().Be("""{"alertname":"NovaFenceFinding","novafence_finding":"audit failed","severity":"critical"}""");

        await Given.CloudComesBack();
        await instance.Audit();
        (await alertmanager.AlertsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_finding_that_Alertmanager_sends_back_does_nothing_and_is_no_part_of_a_storm()
    {
        await using var alertmanager = Alertmanager.Installed("");
        var recorded = Directory.CreateTempSubdirectory("novafence-recorded-");
        try
        {
            var instance = await Given.Instance(("NovaFence:Announce:Alertmanager:Urls:0", alertmanager.Url), ("NovaFence:Record", recorded.FullName));
            await alertmanager.StartAsync(instance);
            foreach (var host in (string[])["compute1", "compute2", "compute3"])
                await Given.Nova.Set(host, forcedDown: true);
            await instance.Audit();
            await Patience.UntilAsync("the findings came back as alerts", () => Task.FromResult(Answers(instance, "firing") == 3 && recorded.GetFiles("*.json").Length > 0));

            // What came back, and how it is answered.
            var delivery = await File.ReadAllTextAsync(recorded.GetFiles("*.json")[0].FullName, Token);
            var answered = await instance.Post("/api/webhooks/alertmanager", delivery);
            (answered.Status, answered.Outcome.Verdict, answered.Outcome.Title).Should().Be((200, "ignored", "own finding"));

            // Three hosts would be a storm, and the fourth would be held.
            (await instance.Deliver(Firing("compute4"))).Outcome.State.Should().Be("down");

            foreach (var host in (string[])["compute1", "compute2", "compute3"])
                await Given.Nova.Set(host, forcedDown: false);
            await instance.Audit();
            await Patience.UntilAsync("the findings came back as resolved", () => Task.FromResult(Answers(instance, "resolved") == 3));
            (await alertmanager.FailedDeliveriesAsync()).Should().Be(0);
            (await Given.Nova.ForcedDown()).Should().Equal("compute4");

            // The same hosts by any other name are one.
            (await instance.Deliver(Firing("compute1"), Firing("compute2"), Firing("compute3"))).Outcomes.Should().Contain(outcome => outcome.Title == "storm");
        }
        finally
        {
            recorded.Delete(recursive: true);
        }
    }

    /// <summary>How many different alerts of this status were answered that they are our own.</summary>
    private static int Answers(Instance instance, string status) => instance.Log.Text.Split('\n')
        .Where(line => line.Contains("[1001]", StringComparison.Ordinal) && line.Contains("ignored, own finding", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[line.IndexOf("alert ", StringComparison.Ordinal)..].Split(' ')[1..3])
        .Where(words => words[1].TrimEnd(':').Equals(status, StringComparison.OrdinalIgnoreCase))
        .Select(words => words[0])
        .Distinct(StringComparer.Ordinal)
        .Count();

    private static DateTimeOffset Time(JsonNode alert, string name) => alert[name]!.GetValue<DateTimeOffset>();
}
