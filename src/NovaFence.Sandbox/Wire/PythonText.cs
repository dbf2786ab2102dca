using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NovaFence.Sandbox.Wire;

/// <summary>Values as Python prints them, because OpenStack's messages quote what they were given.</summary>
internal static class PythonText
{
    /// <summary>Python's <c>str()</c>: strings as they are.</summary>
    public static string Str(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString()! : Repr(value);

    /// <summary>Python's <c>repr()</c>. Null, the C# kind, is a body that is not there: None.</summary>
    public static string Repr(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.String => Repr(value.Value.GetString()!),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => Number(value.Value),
        JsonValueKind.Array => $"[{string.Join(", ", value.Value.EnumerateArray().Select(e => Repr(e)))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.Value.EnumerateObject().Select(m => $"{Repr(m.Name)}: {Repr(m.Value)}"))}}}",
        _ => "None",
    };

    public static string Repr(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var repr = new StringBuilder().Append(quote);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\\' => repr.Append(@"\\"),
                '\n' => repr.Append(@"\n"),
                '\r' => repr.Append(@"\r"),
                '\t' => repr.Append(@"\t"),
                _ when c == quote => repr.Append('\\').Append(c),
                _ when char.IsControl(c) => repr.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => repr.Append(c),
            };
        }

        return repr.Append(quote).ToString();
    }

    private static string Number(JsonElement number)
    {
        string raw = number.GetRawText();
        if (raw.AsSpan().IndexOfAny(".eE") < 0)
            return raw;
        string text = number.GetDouble().ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".E") < 0 ? text + ".0" : text;
    }
}
