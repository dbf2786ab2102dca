using System.Text.Json;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions.Tests.Source;

/// <summary>What the Worker's own build made of the source, where it could be built.</summary>
public sealed class MetadataTests
{
    [Fact]
    public void The_host_sees_the_functions_as_they_are_written()
    {
        var built = new DirectoryInfo(Repository.PathOf($"{FunctionsProject.Folder}/bin"));
        var metadata = !built.Exists ? null : built.EnumerateFiles("functions.metadata", SearchOption.AllDirectories)
            .Where(static file => !file.FullName.Contains("/publish/", StringComparison.Ordinal)).MaxBy(static file => file.LastWriteTimeUtc);
        Assert.SkipWhen(metadata is null, "THE FUNCTIONS APP WAS NOT BUILT: 'dotnet build NovaFenceFunctions.sln -c Functions' needs the Worker packages");

        var seen = JsonDocument.Parse(File.ReadAllText(metadata!.FullName)).RootElement.EnumerateArray()
            .Select(static function => (Name: function.GetProperty("name").GetString()!, Binding: function.GetProperty("bindings")[0])).ToList();

        seen.Where(static function => function.Binding.GetProperty("type").GetString() == "httpTrigger")
            .Select(static function => (
                function.Name,
                function.Binding.GetProperty("methods").EnumerateArray().Single().GetString()!.ToUpperInvariant(),
                "/api/" + function.Binding.GetProperty("route").GetString(),
                function.Binding.GetProperty("authLevel").GetString()))
            .Should().BeEquivalentTo(EndpointTable.All.Select(static endpoint => (
                endpoint.Name,
                endpoint.Method,
                endpoint.Pattern,
                endpoint.Name == nameof(NovaFenceEndpoints.Alertmanager) ? "Function" : "Anonymous")));
        seen.Single(static function => function.Binding.GetProperty("type").GetString() == "timerTrigger")
            .Binding.GetProperty("schedule").GetString().Should().Be("%NovaFence:Audit:Schedule%");
    }
}
