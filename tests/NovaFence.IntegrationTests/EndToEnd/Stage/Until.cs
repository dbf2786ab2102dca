namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Waits for a thing that tells nobody when it happens.</summary>
internal static class Until
{
    public static async Task Async(Func<Task<bool>> happened)
    {
        using var bound = new CancellationTokenSource(Patience.Long);
        while (!await happened())
            await Task.Delay(TimeSpan.FromMilliseconds(10), bound.Token);
    }
}
