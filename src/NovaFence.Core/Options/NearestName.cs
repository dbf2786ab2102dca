namespace NovaFence.Core.Options;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>Longer names are cut here: the work grows with the length, and whoever sends a path chooses it.</summary>
    private const int MaxLength = 255;

    /// <summary>The name that the fewest edits lead to, whatever its case; of several the first. Null where there are none.</summary>
    public static string? To(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(names);
        return Within(int.MaxValue, name, names);
    }

    /// <summary>The nearest of those that the name is near to; null where it is near to none.</summary>
    public static string? Near(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(names);
        return Within(MostOfNear(name), name, names);
    }

    /// <summary>Whether so few letters differ that one is probably the other, misspelt.</summary>
    public static bool IsNear(string name, string other)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(other);
        return Edits(name, other) <= MostOfNear(name);
    }

    /// <summary>How many letters are to be changed, put in or taken out, whatever their case.</summary>
    internal static int Edits(string from, string to) => EditsOf(Folded(from), Folded(to), int.MaxValue);

    private static int MostOfNear(string name) => Math.Max(2, name.Length / 3);

    /// <summary>A candidate is left as soon as it is known to be farther away than the nearest so far: there may be 50,000 hosts.</summary>
    private static string? Within(int most, string name, IEnumerable<string> names)
    {
        var folded = Folded(name);
        string? nearest = null;
        foreach (var candidate in names)
        {
            var edits = EditsOf(folded, Folded(candidate), most);
            if (edits > most)
                continue;
            nearest = candidate;
            if (edits == 0)
                break;
            most = edits - 1;
        }

        return nearest;
    }

    private static string Folded(string name) => (name.Length > MaxLength ? name[..MaxLength] : name).ToUpperInvariant();

    /// <summary>Levenshtein's distance, with the row before the current one as all that is remembered; more than the most where it is more than that.</summary>
    private static int EditsOf(string from, string to, int most)
    {
        if (Math.Abs(from.Length - to.Length) is var atLeast && atLeast > most)
            return atLeast;
        Span<int> row = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= to.Length; j++)
            row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            var fewest = row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
                fewest = Math.Min(fewest, row[j]);
            }

            if (fewest > most)
                return fewest;
        }

        return row[to.Length];
    }
}
