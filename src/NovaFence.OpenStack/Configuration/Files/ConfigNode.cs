namespace NovaFence.OpenStack.Configuration.Files;

/// <summary>One value of a YAML or JSON file, as openstacksdk would load it. Classes, not records: nothing prints a secret.</summary>
internal abstract class ConfigNode
{
    private ConfigNode() { }

    /// <summary>A text, or a whole number whose text is the same after it was read as a number.</summary>
    public sealed class Text(string value) : ConfigNode
    {
        public string Value { get; } = value;
    }

    /// <summary><c>null</c>, <c>~</c>, or nothing after the colon.</summary>
    public sealed class Null : ConfigNode;

    /// <summary>A boolean. YAML 1.1 reads <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c> as one too.</summary>
    public sealed class Flag(bool value) : ConfigNode
    {
        public bool Value { get; } = value;
    }

    /// <summary>What YAML reads as something that has another text than the one written: <c>0123</c>, <c>1.50</c>, <c>2026-01-01</c>.</summary>
    /// <param name="kind">For a sentence: "a number".</param>
    public sealed class NotText(string kind) : ConfigNode
    {
        public string Kind { get; } = kind;
    }

    public sealed class List(IReadOnlyList<ConfigNode> items) : ConfigNode
    {
        public IReadOnlyList<ConfigNode> Items { get; } = items;
    }

    public sealed class Mapping(IReadOnlyDictionary<string, ConfigNode> entries) : ConfigNode
    {
        public static Mapping Empty { get; } = new(new Dictionary<string, ConfigNode>(StringComparer.Ordinal));

        public IReadOnlyDictionary<string, ConfigNode> Entries { get; } = entries;

        public ConfigNode? this[string key] => Entries.GetValueOrDefault(key);

        /// <summary>This one with the entries of another laid over it; mappings that stand in both are merged at every depth.</summary>
        public Mapping Merged(Mapping over) => Laid(over, static (_, under, upper) =>
            under is Mapping below && upper is Mapping above ? below.Merged(above) : upper);

        /// <summary>This one with the entries of another laid over it.</summary>
        /// <param name="over">What is laid over it.</param>
        /// <param name="both">What becomes of a key that stands in both: the key, the value below, the value above.</param>
        public Mapping Laid(Mapping over, Func<string, ConfigNode, ConfigNode, ConfigNode> both)
        {
            var merged = new Dictionary<string, ConfigNode>(Entries, StringComparer.Ordinal);
            foreach (var (key, value) in over.Entries)
                merged[key] = merged.TryGetValue(key, out var under) ? both(key, under, value) : value;
            return new Mapping(merged);
        }
    }
}
