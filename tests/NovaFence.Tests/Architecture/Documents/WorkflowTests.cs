using NovaFence.Core.Decisions;

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

    [Fact]
    public void Every_entry_is_of_a_reason_that_exists()
    {
        Markdown.Headings(Page, 3).Should().BeSubsetOf(Enum.GetValues<Reason>().Select(reason => reason.Title()));
    }
}
