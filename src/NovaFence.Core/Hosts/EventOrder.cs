namespace NovaFence.Core.Hosts;

/// <summary>
/// The order of one host's events. They are read back by their moments, and instances' clocks differ: an event that was decided by a record is later than those
/// that the record was written with, whoever wrote them.
/// </summary>
internal static class EventOrder
{
    /// <summary>How far another instance's clock may be ahead and its moments still be kept up with: more is a clock that leapt, and what that wrote is put right.</summary>
    internal static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <summary>Now; or just after the last event, where that is of a moment still to come.</summary>
    internal static DateTimeOffset After(DateTimeOffset? last, DateTimeOffset now) =>
        last is { } before && before >= now && before - now < MostAhead ? before.AddTicks(1) : now;
}
