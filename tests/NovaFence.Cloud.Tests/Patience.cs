using System.Diagnostics;

namespace NovaFence.Cloud.Tests;

/// <summary>Waits for the thing itself, and not for ever.</summary>
internal static class Patience
{
    /// <summary>Longer than the longest that anything here takes by design: a minute of silence, and a minute of back-off.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks until it is so; what cannot be asked yet is not so yet.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync(isSo))
        {
            if (watch.Elapsed > Bound)
                throw new TimeoutException($"Waited {Bound.TotalSeconds} s for this, in vain: {what}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
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
