namespace NovaFence.Sandbox.Identity;

/// <summary>Nova's side of a token: the cache, and Keystone behind it.</summary>
internal sealed class TokenValidator(SandboxOptions options, TokenStore tokens, TokenCache cache, Func<bool> keystoneAnswers)
{
    public async ValueTask<Validation> ValidateAsync(string value, int worker, CancellationToken aborted)
    {
        if (cache.TryGet(worker, value, out Token? known))
            return new(known);
        if (!keystoneAnswers())
        {
            await WaitAsync(options.KeystoneDownDelay, aborted);
            return new(null, Unavailable: true);
        }

        await WaitAsync(options.FirstSightDelay, aborted);
        Token? token = tokens.Find(value);
        if (token is not null)
            cache.Add(worker, token);
        return new(token);
    }

    private Task WaitAsync(TimeSpan delay, CancellationToken aborted) =>
        delay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, options.TimeProvider, aborted);
}
