[assembly: TestFramework(typeof(RunnableTests))]

namespace NovaFence.Cloud.Tests;

public sealed class LeftOutTests : MissingTests;
