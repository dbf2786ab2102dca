namespace NovaFence.OpenStack.Configuration;

/// <summary>The ranges that <see cref="CloudOptions"/> documents.</summary>
internal static class CloudLimits
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    public static void Check(CloudOptions options, ICollection<string> problems)
    {
        Calls(nameof(options.ForceDown), options.ForceDown);
        Calls(nameof(options.List), options.List);
        Calls(nameof(options.Token), options.Token);
        Calls(nameof(options.Discovery), options.Discovery);
        Span(nameof(options.ConnectTimeout), options.ConnectTimeout, Least, TimeSpan.FromMinutes(1));
        Span(nameof(options.ConnectionIdleTimeout), options.ConnectionIdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Span(nameof(options.ConnectionLifetime), options.ConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Span(nameof(options.TokenRefreshAhead), options.TokenRefreshAhead, TimeSpan.Zero, TimeSpan.FromHours(1));
        Span(nameof(options.StartTimeout), options.StartTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (options.TokenWarmInterval != TimeSpan.Zero)
            Span(nameof(options.TokenWarmInterval), options.TokenWarmInterval, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        Count(nameof(options.TokenWarmParallelism), options.TokenWarmParallelism, 1, 64);
        Count(nameof(options.TokenWarmBursts), options.TokenWarmBursts, 1, 20);

        void Calls(string name, CallLimits limits)
        {
            Span($"{name}:{nameof(limits.Deadline)}", limits.Deadline, Least, TimeSpan.FromMinutes(10));
            Span($"{name}:{nameof(limits.AttemptTimeout)}", limits.AttemptTimeout, Least, TimeSpan.FromMinutes(10));
            Count($"{name}:{nameof(limits.Retries)}", limits.Retries, 0, 10);
            Span($"{name}:{nameof(limits.RetryDelay)}", limits.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }

        void Span(string name, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
                problems.Add($"{CloudOptions.Section}:{name} is {value:c}, outside {least:c} to {most:c}.");
        }

        void Count(string name, int value, int least, int most)
        {
            if (value < least || value > most)
                problems.Add(FormattableString.Invariant($"{CloudOptions.Section}:{name} is {value}, outside {least} to {most}."));
        }
    }
}
