namespace NovaFence.Simulation.Outside;

/// <summary>The reports of one nova-compute, worked out from when it lived: a timer that rings every ten seconds would cost more than all else.</summary>
/// <param name="born">Its first report.</param>
/// <param name="interval">Nova's <c>report_interval</c>.</param>
internal sealed class Heart(DateTimeOffset born, TimeSpan interval)
{
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _lives = [(born, DateTimeOffset.MaxValue)];

    /// <summary>Whether it lives; it does so also while it is forced down.</summary>
    internal bool Beats => _lives[^1].Until == DateTimeOffset.MaxValue;

    internal void Stop(DateTimeOffset now)
    {
        if (Beats)
            _lives[^1] = _lives[^1] with { Until = now };
    }

    /// <summary>It starts, and reports at once.</summary>
    internal void Start(DateTimeOffset now)
    {
        if (!Beats)
            _lives.Add((now, DateTimeOffset.MaxValue));
    }

    /// <summary>When it reported last.</summary>
    internal DateTimeOffset Last(DateTimeOffset now)
    {
        var (from, until) = _lives[^1];
        return from + (interval * (Count(from, until < now ? until : now) - 1));
    }

    /// <summary>Whether it lived at some moment between two.</summary>
    internal bool Lived(DateTimeOffset from, DateTimeOffset until) => _lives.Exists(life => life.From <= until && life.Until >= from);

    /// <summary>Whether it lived all the time from one moment to another.</summary>
    internal bool BeatThroughout(DateTimeOffset from, DateTimeOffset until) => _lives.Exists(life => life.From <= from && life.Until >= until);

    /// <summary>How often it reported after one moment and up to another.</summary>
    internal long Between(DateTimeOffset after, DateTimeOffset upTo) =>
        _lives.Sum(life => Count(life.From, life.Until < upTo ? life.Until : upTo) - Count(life.From, life.Until < after ? life.Until : after));

    private long Count(DateTimeOffset from, DateTimeOffset upTo) => upTo < from ? 0 : ((upTo - from).Ticks / interval.Ticks) + 1;
}
