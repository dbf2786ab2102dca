using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary><c>Hosts:PagerDutyPattern</c>, ready to use: an expression that cannot backtrack, with a group <c>host</c>.</summary>
internal sealed class PagerDutyHostPattern
{
    private const string HostGroup = "host";

    private readonly Regex _expression;

    private PagerDutyHostPattern(Regex expression) => _expression = expression;

    /// <summary>Reads the pattern. None is configured: <paramref name="pattern"/> is null, and that is no problem.</summary>
    public static bool TryRead(string? text, out PagerDutyHostPattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        pattern = null;
        problem = null;
        if (string.IsNullOrEmpty(text))
            return true;
        try
        {
            var expression = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (expression.GetGroupNames().Contains(HostGroup, StringComparer.Ordinal))
                pattern = new PagerDutyHostPattern(expression);
            else
                problem = "has no group (?<host>…)";
        }
        catch (ArgumentException wrong)
        {
            problem = $"is not a regular expression: {wrong.Message}";
        }
        catch (NotSupportedException wrong)
        {
            problem = $"cannot be used, because it might be slow: {wrong.Message}";
        }

        return problem is null;
    }

    /// <summary>
    /// The whole names that the expression finds in the text, each once: what it matches, and what of a name stands beside that. Null where there are more than
    /// <paramref name="most"/>.
    /// </summary>
    public IReadOnlyList<string>? NamesIn(string text, int most)
    {
        var names = new OrderedDictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        var searched = 0;
        for (var match = _expression.Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Groups[HostGroup] is not { Success: true, Length: > 0 } host || host.Index + host.Length <= searched)
                continue;
            var whole = WholeNames.Around(text, host.Index, host.Index + host.Length);
            searched = whole.End.Value;
            if (names.TryAdd(text[whole], true) && names.Count > most)
                return null;
        }

        return [.. names.Keys];
    }
}
