using NovaFence.Server.Tests.Running;

[assembly: TestFramework(typeof(RunnableTests))]

namespace NovaFence.IntegrationTests;

public sealed class LeftOutTests : MissingTests
{
    protected override IEnumerable<string> AlsoMissing => Shell.All.Where(shell => !Shell.OnPath(shell)).Select(shell => $"the completion of {shell}: it is not on the PATH");
}
