using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Telemetry;
using NovaFence.Core.Tests.Telemetry;

namespace NovaFence.Architecture.Tests.Documents;

public sealed class WorkflowTests
{
    private static readonly string Page = Repository.Read("docs/workflow.md");

    public static TheoryData<Reason> Reasons => [.. Enum.GetValues<Reason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_an_entry_that_says_what_to_do(Reason reason)
    {
        var title = reason.Title();

        Markdown.Headings(Page, 3).Should().ContainSingle(heading => heading == title, "docs/workflow.md explains every reason once");
        Markdown.Under(Page, title).Should().Contain("**Why.**").And.Contain("**To do.**");
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_reason_has_one_name_in_code_metric_event_record_and_on_the_page(Reason reason)
    {
        var title = reason.Title();
        using var metrics = new NovaFenceMetrics();
        using var measured = new Measured(metrics.Meter);

        metrics.Verdict("alertmanager", null, new Verdict(VerdictKind.Held, reason, "facts"));

        measured.Of("novafence.verdicts").Should().ContainSingle().Which.Should().Contain($"reason={title},");
        // What stands in events and answers.
        new Verdict(VerdictKind.Held, reason, "facts").Text.Should().Be($"{title}: facts");
        JsonSerializer.SerializeToNode(new Hold { Reason = reason })!["Reason"]!.GetValue<string>().Should().Be(title);
        ReasonText.Named(title).Should().Be(reason);
        Markdown.Headings(Page, 3).Should().Contain(title);
        // What an alert's runbook makes an anchor of has no other marks than blanks, dashes and apostrophes.
        title.Should().MatchRegex("^[a-z][a-z' -]*[a-z]$");
    }

    [Fact]
    public void Of_each_hold_the_page_says_whether_it_passes_by_itself()
    {
        var table = Markdown.Under(Page, "Which holds pass by themselves").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);
        // What a BMC answers stands in one line, whatever it is.
        var held = Enum.GetValues<Reason>().Where(reason => IsHeld(reason) && !Unread.IsOfPower(reason)).Select(reason => reason.Title()).ToList();

        held.Should().HaveCountGreaterThan(20);
        string.Join('\n', table).Should().ContainAll(held);

        static bool IsHeld(Reason reason) => Markdown.Under(Page, reason.Title()).TrimStart() is var entry
            && (entry.StartsWith("Held", StringComparison.Ordinal) || entry.StartsWith("A firing event is held", StringComparison.Ordinal) || entry.Split('\n')[0].Contains("`held`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_entry_is_of_a_reason_that_exists()
    {
        Markdown.Headings(Page, 3).Should().BeSubsetOf(Enum.GetValues<Reason>().Select(reason => reason.Title()));
    }
}
