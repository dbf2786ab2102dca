using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaFence.Ledger;

/// <summary>
/// The two rows by which the first edition is kept from acting. Each of its intents is conditional on its row <c>budget</c>, so an instance
/// that still runs finds the pause there before it forces anything down; the row <c>pauses</c> says why. This edition keeps both under
/// other keys, and begins with a copy of what they held.
/// </summary>
internal static class FirstEdition
{
    /// <summary>The first edition's row of the budget.</summary>
    public const string Budget = "budget";

    /// <summary>The first edition's row of the pauses.</summary>
    public const string Pauses = "pauses";

    /// <summary>This edition's row of the budget.</summary>
    public const string NewBudget = "places";

    /// <summary>This edition's row of the pauses.</summary>
    public const string NewPauses = "pauses2";

    /// <summary>What the first edition's people read.</summary>
    public const string Reason = "carried over to the second edition; stop the first edition";

    private const string By = "second edition";
    private const string Paused = "paused";
    // What stands for all hosts.
    private const string All = "*";

    // As the first edition writes: an apostrophe takes one character and not six.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The row <c>budget</c> with a pause of all hosts that has no end, beside whatever it held.</summary>
    /// <exception cref="FormatException">The row is not as the first edition writes it.</exception>
    public static string PausedBudget(string? budget)
    {
        var row = Read(Budget, budget) ?? new JsonObject { ["places"] = new JsonArray() };
        if (row[Paused] is not JsonObject paused)
            row[Paused] = paused = [];
        paused[All] = 0;
        return row.ToJsonString(Plain);
    }

    /// <summary>The row <c>pauses</c> with that pause in it. Another pause of all hosts makes way: the first edition takes one of a kind.</summary>
    /// <exception cref="FormatException">The row is not as the first edition writes it.</exception>
    public static string PausedPauses(string? pauses, DateTimeOffset now)
    {
        var row = Read(Pauses, pauses) ?? [];
        var others = row["all"] is JsonArray all ? all.Where(pause => pause?["host"] is not null).Select(pause => pause!.DeepClone()) : [];
        row["all"] = new JsonArray(
        [
            .. others,
            new JsonObject { ["since"] = now.ToString("O", CultureInfo.InvariantCulture), ["reason"] = Reason, ["by"] = By },
        ]);
        return row.ToJsonString(Plain);
    }

    private static JsonObject? Read(string key, string? json)
    {
        if (json is null)
            return null;
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new FormatException(Unreadable(key));
        }
        catch (JsonException damaged)
        {
            throw new FormatException(Unreadable(key), damaged);
        }
    }

    private static string Unreadable(string key) => $"the row {key} is not as the first edition writes it.";
}
