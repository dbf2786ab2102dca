[assembly: TestFramework(typeof(RunnableTests))]

namespace NovaFence.Tests;

public sealed class LeftOutTests : MissingTests;
