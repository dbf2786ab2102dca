namespace NovaFence.OpenStack.Configuration;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class NearestKey
{
    /// <summary>Longer names are cut here: the work grows with the length.</summary>
    private const int MaxLength = 255;

    /// <summary>A half sentence that names the nearest, or nothing where there is none.</summary>
    public static string Hint(string name, IEnumerable<string> names) => To(name, names) is { } nearest ? $"; the nearest is {nearest}" : "";

    /// <summary>The name that the fewest edits lead to, whatever its case; of several the first. Null where there are none.</summary>
    public static string? To(string name, IEnumerable<string> names)
    {
        var wanted = Folded(name);
        return names.MinBy(candidate => Edits(wanted, Folded(candidate)));
    }

    private static string Folded(string name) => (name.Length > MaxLength ? name[..MaxLength] : name).ToUpperInvariant();

    /// <summary>Levenshtein's distance, with the row before the current one as all that is remembered.</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
