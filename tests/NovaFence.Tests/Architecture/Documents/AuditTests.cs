using System.Reflection;
using System.Text.Json.Serialization;
using NovaFence.Core.Audit;
using NovaFence.Core.Telemetry;

namespace NovaFence.Architecture.Tests.Documents;

public sealed class AuditTests
{
    private static readonly string Page = Repository.Read("docs/audit.md");

    public static TheoryData<string> Kinds => [.. Words];

    private static IEnumerable<string> Critical => Enum.GetValues<FindingKind>().Where(kind => kind.Severity() == FindingSeverity.Critical).Select(kind => kind.Word());

    private static IEnumerable<string> Words => Enum.GetValues<FindingKind>().Select(kind =>
        typeof(FindingKind).GetField(kind.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_finding_has_an_entry_that_says_what_to_do(string kind)
    {
        Markdown.Headings(Page, 3).Should().ContainSingle(heading => heading == kind, "docs/audit.md explains every finding once");
        Markdown.Under(Page, kind).Should().Contain("**To do.**");
    }

    [Fact]
    public void Those_are_marked_as_critical_that_an_Alertmanager_gets_as_critical() =>
        Markdown.Headings(Page, 3).Where(kind => Markdown.Under(Page, kind).StartsWith("**Critical.**", StringComparison.Ordinal)).Should().BeEquivalentTo(Critical);

    [Fact]
    public void What_an_Alertmanager_gets_is_told_to_whoever_looks_after_it()
    {
        var told = Markdown.Under(Repository.Read("docs/webhooks.md"), "Findings in Alertmanager");
        var wakes = told[told.IndexOf("**Wake somebody", StringComparison.Ordinal)..told.IndexOf("whatever is configured", StringComparison.Ordinal)];

        // Of these nobody is needed, so that they are not sent.
        Markdown.Code(told).Should().Contain(Words.Except(["in sync", "awaiting heartbeat"]));
        Markdown.Code(wakes).Should().BeEquivalentTo(Critical.Append("severity=\"critical\""));
    }

    [Fact]
    public void Every_entry_is_of_a_finding_that_exists() => Markdown.Headings(Page, 3).Should().BeSubsetOf(Words);
}
