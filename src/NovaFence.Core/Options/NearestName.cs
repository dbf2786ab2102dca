namespace NovaFence.Core.Options;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>Longer names are cut here: the work grows with the length, and whoever sends a path chooses it.</summary>
    private const int MaxLength = 255;

    /// <summary>The name that the fewest edits lead to, whatever its case; of several the first. Null where there are none.</summary>
    public static string? To(string name, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        return names.MinBy(candidate => Edits(name, candidate));
    }

    /// <summary>Whether so few letters differ that one is probably the other, misspelt.</summary>
    public static bool IsNear(string name, string other)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(other);
        return Edits(name, other) <= Math.Max(2, name.Length / 3);
    }

    /// <summary>How many letters are to be changed, put in or taken out, whatever their case.</summary>
    internal static int Edits(string from, string to) => EditsOf(Folded(from), Folded(to));

    private static string Folded(string name) => (name.Length > MaxLength ? name[..MaxLength] : name).ToUpperInvariant();

    /// <summary>Levenshtein's distance, with the row before the current one as all that is remembered.</summary>
    private static int EditsOf(string from, string to)
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
