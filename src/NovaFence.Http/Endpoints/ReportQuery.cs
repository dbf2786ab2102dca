using System.Diagnostics.CodeAnalysis;

namespace NovaFence.Http.Endpoints;

/// <summary>The <c>?since=</c> of the report, and the same word on the command line.</summary>
internal static class ReportQuery
{
    /// <summary>What holds without it.</summary>
    public const string Default = "7d";

    /// <summary>What it may be, for a sentence.</summary>
    public const string SinceForms = EventQuery.SinceForms + ", which is not to come";

    public static QueryParameter Since { get; } = new("since", $"Only what happened since then: {SinceForms}. Without it {Default}.");

    /// <summary>From when; null stands for <see cref="Default"/>.</summary>
    public static bool TrySince(string? text, DateTimeOffset now, [NotNullWhen(true)] out DateTimeOffset? since) =>
        EventQuery.TrySince(text ?? Default, now, out since) && since <= now;
}
