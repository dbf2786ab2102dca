using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>An answer, read whole.</summary>
public sealed record WireReply(int Status, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("The body is null.");

    public string? Header(string name) => Headers.TryGetValue(name, out string[]? values) ? string.Join(", ", values) : null;

    /// <summary>The whole body, whatever its spacing and the order of its members.</summary>
    public void ShouldBe(int status, string json)
    {
        Status.Should().Be(status, "it answered {0}", Body);
        JsonNode.DeepEquals(Json, JsonNode.Parse(json)).Should().BeTrue(
            "it should have answered {0} but answered {1}", JsonNode.Parse(json)!.ToJsonString(Indented), Json.ToJsonString(Indented));
    }

    /// <summary>One of Nova's errors, the whole of it.</summary>
    public void ShouldRefuse(int status, string name, string message) =>
        ShouldBe(status, new JsonObject { [name] = new JsonObject { ["code"] = status, ["message"] = message } }.ToJsonString());

    /// <summary>The names of an object's members, in the order of the answer.</summary>
    public static string[] Members(JsonNode? node) => [.. node!.AsObject().Select(m => m.Key)];
}
