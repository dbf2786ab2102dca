namespace NovaFence.Core.Options;

/// <summary>Every key that may stand under <c>NovaFence:</c>, of all registered options together.</summary>
internal sealed class KeyTree
{
    private readonly Dictionary<string, KeyTree> _children = new(StringComparer.OrdinalIgnoreCase);
    private KeyTree? _item;

    private KeyTree(string name, KeyKind kind) => (Name, Kind) = (name, kind);

    internal string Name { get; }

    internal KeyKind Kind { get; }

    /// <summary>What is below it by a name of its own.</summary>
    internal IEnumerable<KeyTree> Children => _children.Values;

    internal static KeyTree Of(IEnumerable<ConfigurationPart> parts)
    {
        var root = new KeyTree("", KeyKind.Section);
        foreach (var part in parts)
        {
            var at = root;
            foreach (var name in part.Section.Split(':'))
                at = at.Child(name, KeyKind.Section);
            at.Add(part.Type);
        }

        return root;
    }

    /// <summary>What stands below it by this name, or as this item of a list; null where nothing may.</summary>
    internal KeyTree? Below(string name) => Kind switch
    {
        KeyKind.List => _item,
        KeyKind.Map => new KeyTree(name, KeyKind.Value),
        _ => _children.GetValueOrDefault(name),
    };

    /// <summary>All keys below it with their paths; the first item of a list stands for all of them.</summary>
    internal IEnumerable<(string Path, KeyTree Key)> Paths(string path)
    {
        var below = Kind == KeyKind.List && _item is not null ? [("0", _item)] : _children.Values.Select(child => (child.Name, child));
        foreach (var (name, child) in below)
        {
            var at = path.Length == 0 ? name : $"{path}:{name}";
            yield return (at, child);
            foreach (var more in child.Paths(at))
                yield return more;
        }
    }

    private KeyTree Child(string name, KeyKind kind)
    {
        if (!_children.TryGetValue(name, out var child))
            _children.Add(name, child = new KeyTree(name, kind));
        return child;
    }

    private void Add(Type type)
    {
        foreach (var property in OptionKeys.Of(type))
        {
            var child = Child(property.Name, OptionKeys.KindOf(property.PropertyType));
            if (OptionKeys.ItemOf(property.PropertyType) is { } item)
            {
                child._item = new KeyTree("0", OptionKeys.KindOf(item));
                if (child._item.Kind == KeyKind.Section)
                    child._item.Add(item);
            }
            else if (child.Kind == KeyKind.Section)
            {
                child.Add(property.PropertyType);
            }
        }
    }
}
