using System.Diagnostics;
using Xunit;

namespace NovaFence.Testing;

/// <summary>Waits for the thing itself, and not for ever.</summary>
public static class Patience
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Longer than the longest that anything here takes by design, a minute of silence and a minute of back-off, and than a machine needs that does many other
    /// things. It only ends a test that has failed already.
    /// </summary>
    public static TimeSpan Bound { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Asks until it is so, at first soon again and then every quarter of a second; what cannot be asked yet is not so yet.</summary>
    /// <exception cref="TimeoutException">It is not so within <see cref="Bound"/>.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; !await AnswersAsync(isSo); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (Stopwatch.GetElapsedTime(started) > Bound)
                throw new TimeoutException($"Waited {Bound.TotalSeconds} s for this, in vain: {what}.");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
