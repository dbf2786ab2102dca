using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NovaFence.Core.Audit;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Page;

/// <summary>The page's script, style and icon. They are in this assembly: nothing is fetched from elsewhere.</summary>
internal static class PageAssets
{
    private const string Prefix = "NovaFence.Http.Page.Assets.";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["htmx.min.js"] = "text/javascript; charset=utf-8",
        ["novafence.js"] = "text/javascript; charset=utf-8",
        ["novafence.css"] = "text/css; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Asset> Files = MediaTypes.Select(file => Asset.Read(file.Key, file.Value)).ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Asset> ByPublishedName = Files.Values.ToFrozenDictionary(asset => asset.PublishedName, StringComparer.Ordinal);

    /// <summary>The path of a file; it has a part of the content's hash in it, so that a browser may keep it for ever.</summary>
    internal static string Path(string name) => PageTable.Assets + Files[name].PublishedName;

    /// <summary>The file of this published name; null for none.</summary>
    internal static Asset? Find(string? publishedName) => publishedName is not null && ByPublishedName.TryGetValue(publishedName, out var asset) ? asset : null;

    /// <summary>An element's id for something that a sender may have named: of letters and digits only.</summary>
    internal static string IdOf(string kind, string name) => $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 6))}";

    internal static string IdOf(ButtonView button) => IdOf($"do-{button.Action.Name}", button.Host ?? "");

    /// <summary>The word that API and command line have for it.</summary>
    internal static string WordOf(FindingKind kind) => JsonSerializer.Serialize(kind, AnswersJson.Default.FindingKind).Trim('"');

    /// <summary>One file.</summary>
    internal sealed record Asset(string Name, string PublishedName, string MediaType, byte[] Content)
    {
        internal static Asset Read(string name, string mediaType)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
            var dot = name.LastIndexOf('.');
            return new Asset(name, $"{name[..dot]}.{hash}{name[dot..]}", mediaType, content);
        }
    }
}
