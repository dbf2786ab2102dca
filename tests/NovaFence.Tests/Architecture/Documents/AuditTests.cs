using System.Reflection;
using System.Text.Json.Serialization;
using NovaFence.Core.Audit;

namespace NovaFence.Architecture.Tests.Documents;

public sealed class AuditTests
{
    private static readonly string Page = Repository.Read("docs/audit.md");

    public static TheoryData<string> Kinds => [.. Words];

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
    public void Every_entry_is_of_a_finding_that_exists() => Markdown.Headings(Page, 3).Should().BeSubsetOf(Words);
}
