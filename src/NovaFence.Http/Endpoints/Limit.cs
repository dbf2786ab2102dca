using System.Globalization;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary><c>?limit=</c>: how many of a list, newest first.</summary>
internal static class Limit
{
    /// <summary>Most that may be asked for.</summary>
    internal const int Most = 500;

    /// <summary>How it is described.</summary>
    internal static QueryParameter Parameter(int byDefault) => new("limit", "How many at most, newest first.") { Number = (1, Most), Default = byDefault };

    /// <summary>Reads it; without one it is the default.</summary>
    internal static bool TryRead(HttpRequest request, int byDefault, out int limit)
    {
        limit = byDefault;
        var given = Parameter(byDefault).Of(request);
        return given.Count == 0
            || (int.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= Most);
    }

    /// <summary>What is answered where it cannot be read.</summary>
    internal static Problem Unreadable() => Problem.Unreadable(FormattableString.Invariant($"limit is a whole number from 1 to {Most}."));
}
