[assembly: TestFramework(typeof(RunnableTests))]

namespace NovaFence.Functions.Tests;

public sealed class LeftOutTests : MissingTests;
