namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>Waits for the thing itself, and not for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Bound)
                throw new TimeoutException($"Waited {Bound.TotalSeconds} s, and still it is not so that {what}.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
