using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Bodies that nobody would think of.</summary>
internal static class ArbitraryBodies
{
    /// <summary>Without <c>forced_down</c>: with it chance would now and then write a right command.</summary>
    private static readonly string[] Names =
        ["event", "data", "alerts", "version", "status", "labels", "startsAt", "endsAt", "event_type", "occurred_at", "id", "reason", "x"];

    /// <summary>Values that sit where something may give way.</summary>
    private static readonly string[] Edges =
    [
        "null", "true", "0", "-1", "1e999", "18446744073709551616", "\"\"", "\"firing\"", "\"resolved\"", "\"4\"", "\"incident.triggered\"", "\"incident.resolved\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"", "\"2026-03-14T01:59:26\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude80\"",
        "\"\\r\\n\"", "[]", "{}", "[null]", "[[[]]]", "{\"\":null}", "{\"a\":1,\"a\":2}", $"\"{new string('h', 300)}\"",
        $"{new string('[', 60)}{new string(']', 60)}", $"{string.Concat(Enumerable.Repeat("{\"a\":", 40))}1{new string('}', 40)}",
    ];

    public static Gen<byte[]> Bytes { get; } = Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf();

    public static Gen<byte[]> Json { get; } = Value(4).Select(Encoding.UTF8.GetBytes);

    /// <summary>A recorded payload with a node replaced, a byte changed, a piece cut out or doubled.</summary>
    public static Gen<byte[]> Changed(string payload)
    {
        var original = Payload.Bytes(payload);
        var nodes = Descendants(JsonNode.Parse(original)!).Count();
        var replaced = from index in Gen.Choose(1, nodes - 1)
                       from value in Gen.OneOf(Gen.Elements(Edges), Value(2))
                       select Replace(payload, index, value);
        var flipped = from at in Gen.Choose(0, original.Length - 1)
                      from value in Gen.Choose(0, 255)
                      select (byte[])[.. original[..at], (byte)value, .. original[(at + 1)..]];
        var cut = from at in Gen.Choose(0, original.Length - 1)
                  from length in Gen.Choose(1, 60)
                  select (byte[])[.. original[..at], .. original[Math.Min(at + length, original.Length)..]];
        var doubled = from at in Gen.Choose(0, original.Length - 1)
                      from length in Gen.Choose(1, 60)
                      let end = Math.Min(at + length, original.Length)
                      select (byte[])[.. original[..end], .. original[at..]];
        return Gen.Frequency((5, replaced), (2, flipped), (1, cut), (1, doubled));
    }

    private static byte[] Replace(string payload, int index, string value)
    {
        const string mark = "the-node-to-be-replaced";
        var root = JsonNode.Parse(Payload.Bytes(payload))!;
        Descendants(root).ElementAt(index).ReplaceWith(mark);
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace($"\"{mark}\"", value, StringComparison.Ordinal));
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject properties => properties.Select(property => property.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children)
        {
            if (child is null)
                continue;
            foreach (var descendant in Descendants(child))
                yield return descendant;
        }
    }

    private static Gen<string> Value(int depth)
    {
        var text = ArbMap.Default.GeneratorFor<string>().Select(raw => JsonValue.Create(raw ?? "").ToJsonString());
        var number = ArbMap.Default.GeneratorFor<int>().Select(raw => raw.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var leaf = Gen.OneOf(text, number, Gen.Elements(Edges));
        if (depth == 0)
            return leaf;
        var name = Gen.OneOf(Gen.Elements(Names).Select(known => $"\"{known}\""), text);
        var member = from key in name
                     from value in Value(depth - 1)
                     select $"{key}:{value}";
        var properties = member.ListOf().Select(members => $"{{{string.Join(',', members.Take(5))}}}");
        var array = Value(depth - 1).ListOf().Select(items => $"[{string.Join(',', items.Take(5))}]");
        return Gen.Frequency((1, leaf), (4, properties), (1, array));
    }
}
