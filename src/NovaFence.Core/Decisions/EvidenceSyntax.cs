using System.Globalization;
using System.Text;
using NovaFence.Core.Alerts;
using NovaFence.Core.Power;

namespace NovaFence.Core.Decisions;

/// <summary>Reads <c>Routes[]:Evidence</c>: <c>asserted</c>, <c>label:…</c>, <c>corroborated:N</c>, <c>power:off</c>, <c>prometheus:"…"</c>, and <c>all(…)</c> and <c>any(…)</c> of these, in two levels.</summary>
internal static class EvidenceSyntax
{
    /// <summary>Levels of <c>all</c> and <c>any</c>.</summary>
    internal const int MostLevels = 2;

    /// <summary>Conditions in all: a record keeps a mark of each that is a label.</summary>
    internal const int MostConditions = 8;

    /// <summary>Characters: each record of a host that is down carries it.</summary>
    internal const int MaxLength = 500;

    private const string LabelWord = "label:";
    private const string CorroboratedWord = "corroborated";
    private const string PrometheusWord = "prometheus:";

    /// <summary>Reads it; null where a problem, which begins with <paramref name="key"/>, is added.</summary>
    internal static Evidence? Read(string? text, TimeSpan window, string key, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(
                $"{key} is missing: nothing is assumed about fencing. Write label:fenced=\"true\" if the alert says that the host is fenced, corroborated:2 if two that agree will do, or asserted if this route's alerts only come after the host is fenced");
            return null;
        }

        if (text.Length > MaxLength)
        {
            problems.Add(FormattableString.Invariant($"{key} has {text.Length} characters; at most {MaxLength} are possible"));
            return null;
        }

        var found = new List<string>();
        var evidence = Read(text.Trim(), window, 0, found);
        if (found.Count == 0 && evidence is not null && evidence.Conditions.Count() > MostConditions)
            found.Add(FormattableString.Invariant($"it has more than {MostConditions} conditions"));
        if (found.Count == 0 && evidence is not null && evidence.Conditions.OfType<Evidence.Samples>().DistinctBy(part => part.Mark, StringComparer.Ordinal).Count() > HostReads.MostSamples)
            found.Add(FormattableString.Invariant($"it asks Prometheus more than {HostReads.MostSamples} things"));
        problems.AddRange(found.Select(problem => $"{key} is '{text}': {problem}"));
        return found.Count == 0 ? evidence : null;
    }

    private static Evidence? Read(string text, TimeSpan window, int level, List<string> problems)
    {
        if (text == "asserted")
            return new Evidence.Asserted();
        if (text.StartsWith(LabelWord, StringComparison.Ordinal))
            return ReadLabel(text[LabelWord.Length..], problems);
        if (text == CorroboratedWord || text.StartsWith(CorroboratedWord + ':', StringComparison.Ordinal))
            return ReadCorroborated(text[CorroboratedWord.Length..], window, problems);
        if (text.StartsWith("all(", StringComparison.Ordinal) || text.StartsWith("any(", StringComparison.Ordinal))
            return ReadSeveral(text, window, level + 1, problems);
        if (text == "power:off")
            return new Evidence.PowerOff();
        if (text.StartsWith(PrometheusWord, StringComparison.Ordinal))
            return ReadSamples(text[PrometheusWord.Length..], problems);
        problems.Add(text.StartsWith("power", StringComparison.Ordinal)
            ? $"'{text}' is no state that proves anything: write power:off"
            : $"'{text}' is no evidence: write power:off, prometheus:\"up{{instance='{{host}}'}} == 0\", label:fenced=\"true\", corroborated:2, asserted, or all(…) or any(…) of these");
        return null;
    }

    private static Evidence.Label? ReadLabel(string text, List<string> problems)
    {
        if (!LabelMatcher.TryParse(text, out var matcher, out var problem))
            problems.Add(problem);
        else if (matcher.MatchesValue(""))
            problems.Add($"it asks for {text}, which an alert without {matcher.Name} satisfies: nothing proves nothing. Write what the label says, such as label:{matcher.Name}=\"true\"");
        else if (matcher.IsNegated)
            problems.Add($"it asks for {text}, for what the alert does not say: nothing proves nothing. Write what the label says, such as label:{matcher.Name}=\"true\"");
        else
            return new Evidence.Label(matcher);
        return null;
    }

    /// <summary>The condition stands in double quotes, in which a backslash takes the next character as it is.</summary>
    private static Evidence.Samples? ReadSamples(string quoted, List<string> problems)
    {
        if (Unquoted(quoted) is not { } text)
            problems.Add($"prometheus:{quoted}: write the condition in double quotes, such as prometheus:\"up{{instance='{{host}}'}} == 0\"");
        else if (!SampleCondition.TryParse(text, out var condition, out var problem))
            problems.Add($"{PrometheusWord}{quoted}: {problem}");
        else
            return new Evidence.Samples(condition);
        return null;
    }

    private static string? Unquoted(string quoted)
    {
        if (quoted.Length < 2 || quoted[0] != '"' || quoted[^1] != '"')
            return null;
        var text = new StringBuilder(quoted.Length);
        for (var at = 1; at < quoted.Length - 1; at++)
        {
            if (quoted[at] == '"' || (quoted[at] == '\\' && ++at == quoted.Length - 1))
                return null;
            text.Append(quoted[at]);
        }

        return text.ToString();
    }

    private static Evidence.Corroborated? ReadCorroborated(string number, TimeSpan window, List<string> problems)
    {
        var sources = 2;
        if (number.Length == 0 || (int.TryParse(number[1..], NumberStyles.None, CultureInfo.InvariantCulture, out sources) && sources is >= 2 and <= 10))
            return new Evidence.Corroborated(sources, window);
        problems.Add($"corroborated{number}: write a number of alerts from 2 to 10, such as corroborated:2");
        return null;
    }

    private static Evidence? ReadSeveral(string text, TimeSpan window, int level, List<string> problems)
    {
        var word = text[..3];
        if (level > MostLevels)
        {
            problems.Add($"{word}(…) stands in more than {MostLevels - 1} other");
            return null;
        }

        if (!TrySplit(text[4..], out var parts))
        {
            problems.Add($"{word}( has no ')' at the end, or something stands behind it");
            return null;
        }

        if (parts.Exists(string.IsNullOrWhiteSpace))
        {
            problems.Add($"{word}(…) wants one condition or more, with commas between them");
            return null;
        }

        var before = problems.Count;
        var all = parts.ConvertAll(part => Read(part.Trim(), window, level, problems));
        if (problems.Count > before)
            return null;
        return word == "all" ? new Evidence.All(all.ConvertAll(one => one!)) : new Evidence.Any(all.ConvertAll(one => one!));
    }

    /// <summary>What stands between the commas up to the last <c>)</c>; quotes and parentheses keep theirs.</summary>
    private static bool TrySplit(string text, out List<string> parts)
    {
        parts = [];
        var (depth, begin, isQuoted) = (0, 0, false);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\' when isQuoted:
                    at++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '(' when !isQuoted:
                    depth++;
                    break;
                case ')' when !isQuoted && depth > 0:
                    depth--;
                    break;
                case ')' when !isQuoted:
                    parts.Add(text[begin..at]);
                    return at == text.Length - 1;
                case ',' when !isQuoted && depth == 0:
                    parts.Add(text[begin..at]);
                    begin = at + 1;
                    break;
            }
        }

        return false;
    }
}
