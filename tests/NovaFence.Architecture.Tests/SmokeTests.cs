namespace NovaFence.Architecture.Tests;
public sealed class SmokeTests { [Fact] public void Builds() => (1 + 1).Should().Be(2); }
