using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NovaFence.Core.Ledger;

/// <summary>
/// What the JSON of a row has to be so that it is one of NovaFence's: found out when it is read, and not wherever it is looked at. That no property is null that cannot be, the serializer sees by itself.
/// </summary>
internal static class WholeRows
{
    /// <summary>A modifier of the serializer's contracts: what a row is made of has to be there, lists hold no nulls, and a state is one that there is.</summary>
    internal static void Require(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var property in type.Properties)
        {
            // What may be null is not written where it is.
            if (property.AssociatedParameter is { IsMemberInitializer: false, IsNullable: false, HasDefaultValue: false })
                property.IsRequired = true;
        }

        var lists = Getters(type, static property => typeof(IEnumerable<object>).IsAssignableFrom(property));
        var states = Getters(type, static property => (Nullable.GetUnderlyingType(property) ?? property).IsEnum);
        if (lists.Count + states.Count == 0)
            return;
        type.OnDeserialized = read =>
        {
            if (lists.Exists(list => ((IEnumerable<object?>?)list(read))?.Contains(null) == true))
                throw new JsonException("a list holds null");
            // A number is taken for a state too, whatever number it is.
            if (states.Exists(state => state(read) is { } value && !Enum.IsDefined(value.GetType(), value)))
                throw new JsonException("there is no such state");
        };
    }

    private static List<Func<object, object?>> Getters(JsonTypeInfo type, Func<Type, bool> isMeant) =>
        [.. type.Properties.Where(property => isMeant(property.PropertyType)).Select(property => property.Get).OfType<Func<object, object?>>()];
}
