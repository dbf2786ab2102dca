namespace NovaFence.OpenStack.Tests.Scripted;

/// <summary>The system's clock, set wrong by that much.</summary>
internal sealed class WrongClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
