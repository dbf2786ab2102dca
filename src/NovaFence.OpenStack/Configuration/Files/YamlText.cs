using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace NovaFence.OpenStack.Configuration.Files;

/// <summary>Loads YAML the way openstacksdk's YAML library does: scalars by YAML 1.1, aliases, and <c>&lt;&lt;</c>.</summary>
internal sealed class YamlText
{
    private const string Merge = "<<";
    private const string Core = "tag:yaml.org,2002:";

    // A node that several aliases name is converted once, or a small file could be made to fill the memory.
    private readonly Dictionary<YamlNode, ConfigNode?> _known = new(ReferenceEqualityComparer.Instance);

    private YamlText() { }

    /// <summary>The document; an empty one is <see cref="ConfigNode.Null"/>. Throws <see cref="UnreadableTextException"/>, which never quotes the text.</summary>
    public static ConfigNode Load(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException broken)
        {
            // Not the parser's message: it may quote the line, and the line may be a password.
            var (line, column) = Place(text, broken);
            throw new UnreadableTextException($"is not YAML: see line {line}, column {column} (broken syntax, an unknown alias, or a key written twice)");
        }

        return stream.Documents.Count switch
        {
            0 => new ConfigNode.Null(),
            1 => new YamlText().Convert(stream.Documents[0].RootNode),
            var several => throw new UnreadableTextException($"holds {several} YAML documents; one is read"),
        };
    }

    // For an unknown alias and for a tab the parser names the beginning of what they stand in, which may be the whole file.
    private static (long Line, long Column) Place(string text, YamlException broken)
    {
        if (broken is AnchorNotFoundException)
        {
            var anchors = new HashSet<AnchorName>();
            for (var parser = new Parser(new StringReader(text)); parser.MoveNext();)
            {
                if (parser.Current is NodeEvent { Anchor: { IsEmpty: false } anchor })
                    anchors.Add(anchor);
                else if (parser.Current is AnchorAlias alias && !anchors.Contains(alias.Value))
                    return (alias.Start.Line, alias.Start.Column);
            }
        }

        var lines = broken is SyntaxErrorException ? text.Split('\n') : [];
        for (var i = (int)Math.Max(0, broken.Start.Line - 1); i < lines.Length; i++)
        {
            var tab = lines[i].IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && string.IsNullOrWhiteSpace(lines[i][..tab]))
                return (i + 1, tab + 1);
        }

        return (broken.Start.Line, broken.Start.Column);
    }

    private ConfigNode Convert(YamlNode node)
    {
        if (_known.TryGetValue(node, out var before))
            return before ?? throw Wrong(node, "an alias names what it stands in");
        _known[node] = null;
        var converted = node switch
        {
            YamlScalarNode scalar => Scalar(scalar),
            YamlSequenceNode sequence => new ConfigNode.List([.. sequence.Children.Select(Convert)]),
            YamlMappingNode mapping => new ConfigNode.Mapping(Entries(mapping)),
            _ => throw Wrong(node, "what stands there is not read"),
        };
        _known[node] = converted;
        return converted;
    }

    private static ConfigNode Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
        {
            return scalar.Tag.Value switch
            {
                Core + "str" => new ConfigNode.Text(text),
                _ => throw Wrong(scalar, "the tag is not read; leave it out"),
            };
        }

        return scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && scalar.Tag.IsEmpty ? PlainScalar.Read(text) : new ConfigNode.Text(text);
    }

    // What a mapping says itself comes before what it merges; of several that it merges, the first comes first.
    private Dictionary<string, ConfigNode> Entries(YamlMappingNode mapping)
    {
        var entries = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        var merged = new List<ConfigNode>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Style: ScalarStyle.Plain, Value: Merge })
            {
                merged.AddRange(Convert(value) switch
                {
                    ConfigNode.List list => list.Items,
                    var one => [one],
                });
            }
            else if (key is not YamlScalarNode scalar || Scalar(scalar) is not ConfigNode.Text name)
            {
                throw Wrong(key, "the key is not a text; put it in quotes");
            }
            else if (!entries.TryAdd(name.Value, Convert(value)))
            {
                throw Wrong(key, "the key is written twice");
            }
        }

        foreach (var source in merged)
        {
            if (source is not ConfigNode.Mapping { Entries: var others })
                throw Wrong(mapping, $"{Merge} takes a mapping, or a list of mappings");
            foreach (var (name, value) in others)
                entries.TryAdd(name, value);
        }

        return entries;
    }

    private static UnreadableTextException Wrong(YamlNode node, string what) =>
        new($"cannot be read: see line {node.Start.Line}, column {node.Start.Column} ({what})");
}
