using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Http.Receivers;

namespace NovaFence.Http.Endpoints;

/// <summary>The <c>?since=&amp;host=&amp;verdict=&amp;limit=</c> of the list of events, and the same words on the command line.</summary>
internal static class EventQuery
{
    /// <summary>What <c>since</c> may be, for a sentence.</summary>
    public const string SinceForms = "a time back from now such as 30m, 1h, 2d or 1h30m, at most 366 days, or a moment such as 2026-03-14T01:59:26Z";

    /// <summary>The verdicts by the words that answers use for them.</summary>
    public static IReadOnlyDictionary<string, VerdictKind> Verdicts { get; } = Enum.GetValues<VerdictKind>().ToDictionary(
        verdict => JsonSerializer.SerializeToElement(verdict, AnswersJson.Readable.VerdictKind).GetString()!, StringComparer.OrdinalIgnoreCase);

    public static QueryParameter Host { get; } = new("host", "Only of this compute host.");

    public static QueryParameter Since { get; } = new("since", $"Only what happened since then: {SinceForms}.");

    public static QueryParameter Verdict { get; } = new("verdict", "Only this verdict.") { Words = [.. Verdicts.Keys] };

    public static bool TryRead(
        HttpRequest request, int defaultLimit, DateTimeOffset now, [NotNullWhen(true)] out EventFilter? filter, [NotNullWhen(false)] out Problem? problem)
    {
        filter = null;
        DateTimeOffset? since = null;
        VerdictKind? verdict = null;
        var (host, from, only) = (Host.Of(request), Since.Of(request), Verdict.Of(request));
        problem = null;
        if (!Limit.TryRead(request, defaultLimit, out var limit))
            problem = Limit.Unreadable();
        else if (host.Count > 1 || (host.Count == 1 && !HostName.IsOne(host[0])))
            problem = Problem.Unreadable("host is the name of one compute host; leave it out for the whole fleet.");
        else if (from.Count > 1 || (from.Count == 1 && !TrySince(from[0], now, out since)))
            problem = Problem.Unreadable($"since is {SinceForms}.");
        else if (only.Count > 1 || (only.Count == 1 && !TryVerdict(only[0], out verdict)))
            problem = Problem.Unreadable(VerdictForms);
        else
            filter = new EventFilter(limit) { Host = host.Count == 0 ? null : host[0], Since = since, Verdict = verdict };
        return problem is null && filter is not null;
    }

    /// <summary>What <c>verdict</c> may be.</summary>
    public static string VerdictForms => $"verdict is one of {string.Join(", ", Verdicts.Keys)}.";

    public static bool TryVerdict(string? text, [NotNullWhen(true)] out VerdictKind? verdict)
    {
        verdict = text is not null && Verdicts.TryGetValue(text, out var known) ? known : null;
        return verdict is not null;
    }

    /// <summary>How far back, or since when.</summary>
    public static bool TrySince(string? text, DateTimeOffset now, [NotNullWhen(true)] out DateTimeOffset? since)
    {
        since = PauseDuration.TryParse(text, out var back) ? now - back : text is not null && Rfc3339.TryParse(text, out var moment) ? moment : null;
        return since is not null;
    }
}
