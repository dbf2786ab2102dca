using System.Text.Json;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Page;

namespace NovaFence.Functions.Tests.Source;

/// <summary>What the Worker's own build made of the source.</summary>
public sealed class MetadataTests
{
    [Fact]
    public void The_host_sees_the_functions_as_they_are_written()
    {
        var metadata = Path.Combine(AppContext.BaseDirectory, "functions.metadata");

        var seen = JsonDocument.Parse(File.ReadAllText(metadata)).RootElement.EnumerateArray()
            .Select(static function => (Name: function.GetProperty("name").GetString()!, Binding: function.GetProperty("bindings")[0])).ToList();

        seen.Where(static function => function.Binding.GetProperty("type").GetString() == "httpTrigger")
            .Select(static function => (
                function.Name,
                function.Binding.GetProperty("methods").EnumerateArray().Single().GetString()!.ToUpperInvariant(),
                "/" + (function.Binding.GetProperty("route").GetString() is { } route && route != PageFunctions.Root ? route : ""),
                function.Binding.GetProperty("authLevel").GetString()))
            .Should().BeEquivalentTo(EndpointTable.All.Select(static endpoint => (endpoint.Name, endpoint.Method, endpoint.Pattern, "Anonymous"))
                .Concat(PageTable.All.Select(static page => (page.Name, page.Method, page.Pattern, "Anonymous"))));
        seen.Single(static function => function.Binding.GetProperty("type").GetString() == "timerTrigger")
            .Binding.GetProperty("schedule").GetString().Should().Be("%NOVAFENCE_AUDIT_SCHEDULE%");
    }
}
