namespace NovaFence.Functions.Tests.Worker;

/// <summary>What is deployed, and what is not.</summary>
public sealed class FolderTests
{
    [Fact]
    public void The_sandbox_is_not_deployed() =>
        Directory.EnumerateFiles(AppFolder.Root, "*sandbox*", new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive }).Should().BeEmpty();
}
