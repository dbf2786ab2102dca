using System.Text.Json.Serialization;
using NovaFence.Core.Options;

namespace NovaFence.Core.Power;

/// <summary>One answer <c>Off</c> of the right machine.</summary>
/// <param name="Began">When the question was sent, UTC, by the clock of <paramref name="By"/>.</param>
/// <param name="Ended">When the answer was complete.</param>
/// <param name="By">The instance that asked. Clocks of two instances differ, so that each proves for itself.</param>
public sealed record OffRead(DateTimeOffset Began, DateTimeOffset Ended, string By);

/// <summary>What Prometheus' samples said of one condition.</summary>
/// <param name="Condition">The condition, as the route has it.</param>
/// <param name="Holds">Whether it held; null where Prometheus could not be asked.</param>
/// <param name="Began">When the question was sent, UTC, by the clock of <paramref name="By"/>.</param>
/// <param name="Ended">When the answer was complete.</param>
/// <param name="By">The instance that asked.</param>
/// <param name="Facts">What was found, for a person.</param>
public sealed record SamplesRead(string Condition, bool? Holds, DateTimeOffset Began, DateTimeOffset Ended, string By, string Facts);

/// <summary>What was read of a host for its evidence. Facts: whoever read them, they stand in the host's record until another answer voids them.</summary>
public sealed record HostReads
{
    /// <summary>Most answers <c>Off</c> that are kept: more than two of one instance prove nothing more.</summary>
    private const int MostOffs = 6;

    /// <summary>Most conditions of Prometheus' that are kept.</summary>
    public const int MostSamples = 4;

    /// <summary>Most characters of facts that are kept of one answer: a row holds only so much.</summary>
    private const int MostFacts = 40;

    /// <summary>How long after it was told to go off a machine is asked first: most are off by then.</summary>
    private static readonly TimeSpan GoesOffIn = TimeSpan.FromSeconds(2);

    /// <summary>The most characters that all of it takes in a row of JSON.</summary>
    internal const int MostRowLength = 2000;

    /// <summary>Nothing was read.</summary>
    public static HostReads None { get; } = new();

    /// <summary>The last answers, where all of them are <c>Off</c>: any other empties the list.</summary>
    public IReadOnlyList<OffRead> Offs { get; init; } = [];

    /// <summary>When the last other answer was complete, UTC: a question that was sent before it proves nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? VoidedAt { get; init; }

    /// <summary>What the last answer was; null where there was none.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<PowerReading>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PowerReading? Last { get; init; }

    /// <summary>When it was complete, UTC.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>What was said with it, for a person.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastFacts { get; init; }

    /// <summary>True where the machine was seen to be going off, and not to run since: then the second answer has to be later.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WentOff { get; init; }

    /// <summary>When NovaFence told the BMC to switch the machine off, UTC: from then on the second answer has to be later too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SwitchedOffAt { get; init; }

    /// <summary>How many answers <c>On</c> of the right machine there were in a row, at most two.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Ons { get; init; }

    /// <summary>When the first of them was asked for, UTC.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OnSince { get; init; }

    /// <summary>What Prometheus said, one for each condition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SamplesRead>? Samples { get; init; }

    /// <summary>These facts and one more answer of a BMC. The same answer once more changes nothing.</summary>
    /// <param name="read">The answer.</param>
    /// <param name="by">The instance that asked.</param>
    /// <param name="timing">The limits.</param>
    /// <param name="isProof">Whether it counts where it is <c>Off</c>: another answer may have come since it was asked for.</param>
    public HostReads With(PowerRead read, string by, PowerTimingOptions timing, bool isProof = true)
    {
        if (Offs.Any(off => off.By == by && off.Began == read.Began) || (Last == read.Reading && LastAt == read.Ended))
            return this;
        var noted = this with { Last = read.Reading, LastAt = read.Ended, LastFacts = Kept(read.Facts) };
        if (read.Reading != PowerReading.Off)
        {
            var isOn = read.Reading == PowerReading.On;
            return noted with
            {
                Offs = [],
                VoidedAt = VoidedAt > read.Ended ? VoidedAt : read.Ended,
                // One that was told to go off may run for a while before it does.
                WentOff = read.Reading == PowerReading.PoweringOff || read.Began - SwitchedOffAt < PowerOffSent.Within + PowerOffSent.ActsWithin || (WentOff && read.Reading is not (PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused)),
                Ons = isOn ? Math.Min(Ons + (Ons == 0 || read.Began - LastAt >= timing.ReadBack ? 1 : 0), 2) : 0,
                OnSince = isOn ? OnSince ?? read.Began : null,
            };
        }

        noted = noted with { Ons = 0, OnSince = null };
        // Sent before another answer was complete, it may be older than that.
        if (read.Began <= VoidedAt || !isProof)
            return noted;
        var offs = Offs.Append(new OffRead(read.Began, read.Ended, by)).Where(off => read.Ended - off.Began <= timing.ReadBackWithin).ToList();
        return noted with { Offs = [.. offs.TakeLast(MostOffs)] };
    }

    /// <summary>These facts without the answers <c>Off</c> of this instance that it asked for before.</summary>
    public HostReads WithoutOffsBefore(DateTimeOffset began, string by) => Offs.Any(off => off.By == by && off.Began < began) ? this with { Offs = [.. Offs.Where(off => off.By != by || off.Began >= began)] } : this;

    /// <summary>These facts, and that the BMC is told now to switch the machine off: what was asked for before proves nothing any more.</summary>
    public HostReads WithSwitchedOff(DateTimeOffset at) => this with { Offs = [], VoidedAt = VoidedAt > at ? VoidedAt : at, WentOff = true, SwitchedOffAt = at, Ons = 0, OnSince = null };

    /// <summary>These facts and one more answer of Prometheus'.</summary>
    public HostReads With(string condition, SampleRead read, string by)
    {
        // Where routes ask for more than are kept, what holds is what a decision rests on.
        var others = (Samples ?? []).Where(other => other.Condition != condition).OrderBy(other => other.Holds == true).TakeLast(MostSamples - 1);
        return this with { Samples = [.. others, new SamplesRead(condition, read.Holds, read.Began, read.Ended, by, Kept(read.Facts))] };
    }

    /// <summary>
    /// When the second of two answers was complete that prove to this instance that the machine is off, UTC; null where none do: far enough apart, not too far,
    /// both asked for since, and nothing else in between.
    /// </summary>
    /// <param name="by">The instance that is to act on it.</param>
    /// <param name="since">When the alert was received.</param>
    /// <param name="timing">The limits.</param>
    public DateTimeOffset? ProvenAt(string by, DateTimeOffset since, PowerTimingOptions timing)
    {
        var own = Offs.Where(off => off.By == by && off.Began >= since).ToList();
        return own.Where(second => own.Exists(first => second.Began - first.Ended >= ReadBack(timing) && second.Ended - first.Began <= timing.ReadBackWithin)).Max(second => (DateTimeOffset?)second.Ended);
    }

    /// <summary>When this instance has to ask a BMC next for its proof, UTC.</summary>
    /// <param name="by">The instance.</param>
    /// <param name="since">When the alert was received.</param>
    /// <param name="every">How long after an answer that proves nothing.</param>
    /// <param name="timing">The limits.</param>
    public DateTimeOffset NextAt(string by, DateTimeOffset since, TimeSpan every, PowerTimingOptions timing)
    {
        if (Offs.Where(off => off.By == by && off.Began >= since).ToList() is not { Count: > 0 } own)
            return LastAt is { } last && last >= since ? (SwitchedOffAt + GoesOffIn is { } first && last < first ? first : last + every) : since;
        // The earliest that still counts when the second is asked for: it makes the proof soonest.
        var next = own[0].Ended + ReadBack(timing);
        return ProvenAt(by, since, timing) is null && next - own[0].Began < timing.ReadBackWithin ? Later(next, own[^1].Ended) : own[^1].Ended + ReadBack(timing);
    }

    /// <summary>These facts without what is for a person alone.</summary>
    internal HostReads WithoutTexts() => this with { LastFacts = null, Samples = Samples is null ? null : [.. Samples.Select(read => read with { Facts = "" })] };

    /// <summary>What Prometheus said to this instance since then; null where it has not been asked.</summary>
    public SamplesRead? SamplesOf(string condition, string by, DateTimeOffset since) =>
        Samples?.FirstOrDefault(read => read.Condition == condition && read.By == by && read.Began >= since);

    private TimeSpan ReadBack(PowerTimingOptions timing) => WentOff ? timing.ReadBackAfterChange : timing.ReadBack;

    /// <summary>In ASCII, of which each character takes one in JSON.</summary>
    private static string Kept(string facts)
    {
        var kept = facts.Length > MostFacts ? facts[..MostFacts] : facts;
        return string.Create(kept.Length, kept, static (to, from) =>
        {
            for (var at = 0; at < from.Length; at++)
                to[at] = from[at] is (>= ' ' and <= '~') and not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`') ? from[at] : '?';
        });
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
