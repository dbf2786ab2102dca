using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace NovaFence.EndToEnd.Tests.Sent;

/// <summary>Deliveries as they were sent, with what has to come of them: a file of <c>Cases</c>.</summary>
internal sealed partial record Case
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>What is right, in a sentence.</summary>
    public required string Right { get; init; }

    /// <summary>Nova's hosts, where they are not those of every scene.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Configuration on top of what every scene has; a null takes away.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Values, each of which stops the start, by its key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Refused { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The hosts that do not report any more: only these are taken for dead by a look.</summary>
    public IReadOnlyList<string> Dead { get; init; } = [];

    /// <summary>What happens, one after the other.</summary>
    public required IReadOnlyList<CaseStep> Steps { get; init; }

    /// <summary>What NovaFence told Nova of each host, as <c>down</c> and <c>up</c>; of others nothing.</summary>
    public required IReadOnlyDictionary<string, string> Puts { get; init; }

    /// <summary>The hosts that Nova has forced down at the end.</summary>
    public required IReadOnlyList<string> ForcedDown { get; init; }

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Cases");

    public static Case Read(string name) => JsonSerializer.Deserialize<Case>(File.ReadAllBytes(Path.Combine(Folder, $"{name}.json")), Json)!;

    /// <summary>The body with its times: <c>@-30m@</c> is half an hour before the case began.</summary>
    public static string Timed(JsonElement body, DateTimeOffset began) => Minutes().Replace(
        body.GetRawText(),
        at => began.AddMinutes(int.Parse(at.Groups["minutes"].Value, CultureInfo.InvariantCulture)).AddSeconds(-0.5).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    [GeneratedRegex("@(?<minutes>[+-][0-9]+)m@", RegexOptions.NonBacktracking)]
    private static partial Regex Minutes();
}

/// <summary>One thing that happens: a delivery, or what others do, or that time passes.</summary>
internal sealed record CaseStep
{
    /// <summary>The receiver of a delivery.</summary>
    public string? To { get; init; }

    public JsonElement Body { get; init; }

    /// <summary>What became of each of its alerts.</summary>
    public IReadOnlyList<CaseOutcome> Answered { get; init; } = [];

    /// <summary>So much time passes, and what is due then is done.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Somebody else forces this host down.</summary>
    public string? ForcedDownElsewhere { get; init; }

    /// <summary>An audit runs, and finds this.</summary>
    public IReadOnlyList<string>? Audit { get; init; }
}

/// <summary>What became of one alert: the reason begins so, and the host and its state are these, null too.</summary>
internal sealed record CaseOutcome(string Verdict, string Reason, string? Host, string? State);
