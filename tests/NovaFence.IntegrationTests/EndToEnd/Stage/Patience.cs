namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Bounds for what is waited for. They only end a test that has failed already.</summary>
internal static class Patience
{
    /// <summary>Long enough for a machine that does many other things.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);
}
