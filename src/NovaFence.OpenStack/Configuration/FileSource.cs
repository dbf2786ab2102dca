using YamlDotNet.RepresentationModel;

namespace NovaFence.OpenStack.Configuration;

/// <summary>One cloud of <c>clouds.yaml</c>, what <c>secure.yaml</c> says of it laid over it.</summary>
internal sealed class FileSource(string cloud, string path, IReadOnlyList<YamlMappingNode> layers) : CloudSource($"cloud '{cloud}' of {path}")
{
    public override string? this[CloudKey key]
    {
        get
        {
            foreach (var layer in layers)
            {
                foreach (var name in key.FileKeys())
                {
                    if (Scalar(Child(layer, "auth") as YamlMappingNode, name) is { } inAuth)
                        return inAuth;
                    if (Scalar(layer, name) is { } value)
                        return value;
                }
            }

            return null;
        }
    }

    public override string Spell(CloudKey key) => key.FileKeys().First();

    public static YamlNode? Child(YamlMappingNode? node, string name) =>
        node is not null && node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    private static string? Scalar(YamlMappingNode? node, string name) =>
        Child(node, name) is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : null;
}
