using System.Reflection;

namespace NovaFence.Core.Options;

/// <summary>What belongs at a key.</summary>
internal enum KeyKind
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>Values or sections that are numbered from 0.</summary>
    List,

    /// <summary>Values under names that the user chooses.</summary>
    Map,

    /// <summary>Keys with names of their own.</summary>
    Section,
}

/// <summary>The keys of an options type: its public properties.</summary>
internal static class OptionKeys
{
    internal static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    internal static KeyKind KindOf(Type type)
    {
        if (ItemOf(type) is not null)
            return KeyKind.List;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            return KeyKind.Map;
        return type.IsClass && type != typeof(string) ? KeyKind.Section : KeyKind.Value;
    }

    /// <summary>The type of a list's items; null where it is no list.</summary>
    internal static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GetGenericArguments()[0] : null;
}
