using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaFence.Ledger;

/// <summary>
/// Which edition wrote a ledger, and from which edition on it can be read: an edition opens what a later one wrote as long as
/// <paramref name="ReadableFrom"/> is not above its own number.
/// </summary>
/// <param name="Written">The number of the edition whose form the ledger has.</param>
/// <param name="ReadableFrom">The oldest edition that reads this form, and may write to it.</param>
internal sealed partial record SchemaNumbers(int Written, int ReadableFrom)
{
    /// <summary>This edition's own number.</summary>
    public const int Own = 2;

    /// <summary>The first edition's number. It wrote no second one.</summary>
    public const int FirstEdition = 1;

    /// <summary>What this edition writes.</summary>
    public static SchemaNumbers Current { get; } = new(Own, Own);

    /// <exception cref="UnfitStoreException">This edition cannot read the ledger.</exception>
    public void Enforce()
    {
        if (ReadableFrom > Own)
        {
            throw new UnfitStoreException(
                $"was written by edition {Written} of its form and is readable from edition {ReadableFrom} on; this NovaFence is edition {Own}: "
                + "use the newer NovaFence, or restore a copy of the ledger from before it.");
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Shape.Default.SchemaNumbers);

    /// <exception cref="FormatException">Somebody else wrote this.</exception>
    public static SchemaNumbers Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Shape.Default.SchemaNumbers) ?? throw new FormatException(NotNumbers);
        }
        catch (JsonException damaged)
        {
            throw new FormatException(NotNumbers, damaged);
        }
    }

    private const string NotNumbers = "the row that says which edition wrote it cannot be read.";

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(SchemaNumbers))]
    private sealed partial class Shape : JsonSerializerContext;
}
