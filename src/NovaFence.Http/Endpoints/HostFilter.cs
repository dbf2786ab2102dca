using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>The <c>?state=</c> of the list of hosts: <c>held</c>, or a state of the record.</summary>
internal static class HostFilter
{
    private const string Held = "held";

    /// <summary>The states by the words that answers use for them.</summary>
    private static readonly Dictionary<string, HostState> States = Enum.GetValues<HostState>().ToDictionary(
        state => JsonSerializer.SerializeToElement(state, AnswersJson.Readable.HostState).GetString()!, StringComparer.OrdinalIgnoreCase);

    /// <summary>What it may be.</summary>
    public static IReadOnlyList<string> Words { get; } = [Held, .. States.Keys];

    /// <summary>How it is read from a request, and described.</summary>
    public static QueryParameter Parameter { get; } = new("state", "Only the hosts in this state, or that have an alert which waits for a person.") { Words = Words };

    public static bool TryRead(StringValues given, [NotNullWhen(true)] out Func<HostView, bool>? filter, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        filter = null;
        if (given.Count == 0)
            filter = _ => true;
        else if (string.Equals(given, Held, StringComparison.OrdinalIgnoreCase))
            filter = host => host.Held;
        else if (States.TryGetValue(given.ToString(), out var state))
            filter = host => host.State == state;
        else
            problem = Problem.Unreadable($"state is one of {Held}, {string.Join(", ", States.Keys)}.");
        return filter is not null;
    }
}
