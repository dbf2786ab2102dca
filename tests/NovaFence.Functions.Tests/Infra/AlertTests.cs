using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Audit;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>The alerts look for log events by category, number and value: each of them must be one that NovaFence really logs.</summary>
[Collection<OneDeployment>]
public sealed partial class AlertTests
{
    private static readonly string[] Values = ["Verdict", "ToDo"];

    private readonly Deployment _deployment;

    public AlertTests(Deployment deployment)
    {
        Assert.SkipWhen(BicepCompiler.Missing is not null, BicepCompiler.Missing ?? "");
        _deployment = deployment;
    }

    [Fact]
    public void There_is_an_alert_for_holds_findings_failures_and_a_silent_timer() =>
        Rules().Select(static rule => ((string)rule["name"]!).Split('-')[^1]).Should().BeEquivalentTo("hold", "finding", "failure", "silence");

    [Fact]
    public void Somebody_is_told_of_each() =>
        Rules().Should().OnlyContain(static rule => rule["properties"]!["actions"]!["actionGroups"]!.AsArray().Count == 1);

    [Fact]
    public void Every_event_an_alert_looks_for_is_logged_with_the_values_it_asks_of_it()
    {
        var looked = Rules().Select(static rule => (string)rule["properties"]!["criteria"]!["allOf"]![0]!["query"]!)
            .SelectMany(static query => Event().Matches(query).SelectMany(match => Number().Matches(match.Groups["ids"].Value)
                .Select(id => (Category: match.Groups["category"].Value, Id: int.Parse(id.Value, System.Globalization.CultureInfo.InvariantCulture), Query: query))))
            .ToList();

        looked.Should().HaveCountGreaterThan(4);
        foreach (var (category, id, query) in looked)
        {
            var message = Messages(category).Should().ContainKey(id, $"{category} is asked for it").WhoseValue;
            foreach (var value in Values.Where(value => query.Contains($"customDimensions.{value}", StringComparison.Ordinal)))
                message.Should().Contain($"{{{value}}}");
        }
    }

    [Fact]
    public void The_guide_names_the_events_that_the_alert_on_failures_looks_for()
    {
        var told = Repository.Read("docs/deploy-azure.md").Split('\n').Single(static line => line.StartsWith("| failure |", StringComparison.Ordinal));

        Number().Matches(told).Select(static match => match.Value).Should().BeEquivalentTo(Quoted().Matches(Failures()).Select(static match => match.Groups["id"].Value));
    }

    /// <summary>A delivery that is asked for again, an event that is authentic and was not understood, and one that its sender has cut short: of each an alert may be lost.</summary>
    [Fact]
    public void The_alert_on_failures_looks_for_whatever_an_alert_may_be_lost_with() =>
        Quoted().Matches(Failures()).Select(static match => match.Groups["id"].Value).Should().Contain(["4001", "4004", "4005"]);

    private string Failures() => (string)Rules().Single(static rule => ((string)rule["name"]!).EndsWith("-failure", StringComparison.Ordinal))["properties"]!["criteria"]!["allOf"]![0]!["query"]!;

    private IEnumerable<JsonNode> Rules() => _deployment.Of("Microsoft.Insights/scheduledQueryRules");

    /// <summary>The log messages of a category, which is a class: its own, and those of the classes in it.</summary>
    private static Dictionary<int, string> Messages(string category)
    {
        var type = new[] { typeof(IAuditor).Assembly, typeof(NovaFenceEndpoints).Assembly }.Select(assembly => assembly.GetType(category)).Single(static type => type is not null)!;
        return type.GetNestedTypes(BindingFlags.NonPublic).Append(type)
            .SelectMany(static nested => nested.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .ToDictionary(static message => message.EventId, static message => message.Message);
    }

    [GeneratedRegex("""CategoryName == "(?<category>[^"]+)" and customDimensions\.EventId (?:==|in) (?<ids>"\d+"|\([^)]*\))""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Event();

    [GeneratedRegex(@"""(?<id>\d+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
