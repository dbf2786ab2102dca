using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NovaFence.Core.Power;

/// <summary>Reads a <see cref="SampleCondition"/>. What it does not know it refuses, so that Prometheus is asked for nothing but raw samples.</summary>
internal static class SampleSyntax
{
    /// <summary>What stands for the compute host.</summary>
    internal const string Host = "{host}";

    private const string Example = "up{instance=\"{host}\"} == 0";

    // The longer ones first: < begins <= too.
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];
    private static readonly string[] Matchings = ["=~", "!~", "!=", "="];

    internal static bool TryRead(string text, [NotNullWhen(true)] out SampleCondition? condition, [NotNullWhen(false)] out string? problem)
    {
        (condition, problem) = (null, null);
        if (text.Length > SampleCondition.MaxLength)
            problem = FormattableString.Invariant($"it has {text.Length} characters; at most {SampleCondition.MaxLength} are possible");
        else
            problem = new Reader(text).Read(out condition);
        return problem is null && condition is not null;
    }

    /// <summary>A label value in double quotes, as Prometheus reads it: https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals</summary>
    internal static string Quoted(string value)
    {
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(letter) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    private sealed class Reader(string text)
    {
        private readonly string _text = text;
        private int _at;

        /// <summary>The problem; null where there is none.</summary>
        internal string? Read(out SampleCondition? condition)
        {
            condition = null;
            Blank();
            var name = Name(colons: true);
            if (name.Length == 0)
                return $"it begins with no metric's name: write selector, comparison and number, such as {Example}";
            Blank();
            var matchers = new List<string>();
            var asksForHost = false;
            if (Take("{") && Matchers(matchers, ref asksForHost) is { } wrong)
                return wrong;
            Blank();
            var comparison = Comparisons.FirstOrDefault(Take);
            if (comparison is null && _at == _text.Length)
                return $"no comparison stands behind the selector: write one of {string.Join(' ', Comparisons)} and a number, such as {Example}";
            if (comparison is null)
                return $"'{Rest()}' stands behind the selector, where a comparison belongs: a name and matchers are possible, no function, range, offset or operator";
            var number = _text[_at..].Trim();
            if (!double.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                return $"'{number}' stands behind {comparison}, where a number belongs, such as 0";
            if (!asksForHost)
                return $"it does not ask for the host, and would say the same of every host: write {Host} as the value of a label, such as {Example}";
            condition = new SampleCondition($"{name}{{{string.Join(',', matchers)}}}", comparison, value);
            return null;
        }

        /// <summary>Behind the <c>{</c>, up to the <c>}</c>.</summary>
        private string? Matchers(List<string> matchers, ref bool asksForHost)
        {
            while (true)
            {
                Blank();
                if (Take("}"))
                    return null;
                if (matchers.Count > 0 && !Take(","))
                    return $"'{Rest()}' stands where ',' or '}}' belongs";
                Blank();
                // A comma behind the last one is Prometheus' manner too.
                if (matchers.Count > 0 && Take("}"))
                    return null;
                var label = Name(colons: false);
                if (label.Length == 0)
                    return $"'{Rest()}' stands where a label's name belongs";
                Blank();
                if (Matchings.FirstOrDefault(Take) is not { } matching)
                    return $"'{Rest()}' stands behind {label}, where one of {string.Join(' ', Matchings)} belongs";
                Blank();
                if (Value(out var value) is { } wrong)
                    return $"the value of {label} {wrong}";
                if (value.Contains(Host, StringComparison.Ordinal))
                {
                    if (value != Host)
                        return $"{Host} is a part of the value of {label}: it stands as a whole value only, such as {label}=\"{Host}\"";
                    if (matching != "=")
                        return $"{Host} stands behind {label}{matching}: write {label}=\"{Host}\", which finds this host and no other";
                    if (label == "__name__")
                        return $"{Host} stands for the metric's name: write it as the value of a label that names the host";
                    asksForHost = true;
                }

                matchers.Add($"{label}{matching}{Quoted(value)}");
            }
        }

        private string? Value(out string value)
        {
            value = "";
            if (_at == _text.Length || _text[_at] is not ('"' or '\''))
                return "stands in no quotes";
            var quote = _text[_at++];
            var read = new StringBuilder();
            while (_at < _text.Length && _text[_at] != quote)
            {
                var letter = _text[_at++];
                if (letter == '\n')
                    return "has a line end in it";
                if (letter == '\\')
                {
                    var escaped = _at < _text.Length ? _text[_at++] : '\0';
                    if (Unescaped(escaped) is not { } one)
                        return $"has '\\{escaped}' in it, which is not known here: \\\\, \\\", \\', \\n, \\r and \\t are";
                    letter = one;
                }

                read.Append(letter);
            }

            if (_at == _text.Length)
                return $"has no {quote} at its end";
            _at++;
            value = read.ToString();
            return null;
        }

        private static char? Unescaped(char escaped) => escaped switch
        {
            '\\' or '"' or '\'' => escaped,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };

        private string Name(bool colons)
        {
            var begin = _at;
            while (_at < _text.Length && (char.IsAsciiLetter(_text[_at]) || _text[_at] == '_' || (colons && _text[_at] == ':') || (_at > begin && char.IsAsciiDigit(_text[_at]))))
                _at++;
            return _text[begin.._at];
        }

        private void Blank()
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                _at++;
        }

        private bool Take(string what)
        {
            if (string.CompareOrdinal(_text, _at, what, 0, what.Length) != 0)
                return false;
            _at += what.Length;
            return true;
        }

        private string Rest() => _at == _text.Length ? "the end" : _text[_at..Math.Min(_text.Length, _at + 20)];
    }
}
