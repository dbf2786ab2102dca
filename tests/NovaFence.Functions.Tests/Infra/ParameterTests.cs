using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>What each parameter changes.</summary>
[Collection<OneDeployment>]
public sealed partial class ParameterTests
{
    private readonly Deployment _deployment;

    public ParameterTests(Deployment deployment)
    {
        Assert.SkipWhen(BicepCompiler.Missing is not null, BicepCompiler.Missing ?? "");
        _deployment = deployment;
    }

    [Fact]
    public void Instances_are_recreated_without_zones_and_the_timer_has_none_of_its_own_unless_told_otherwise()
    {
        var (sample, other) = (One("Microsoft.Web/sites", _deployment.Resources), One("Microsoft.Web/sites", _deployment.Others));

        Config(sample)["siteUpdateStrategy"]!.ToJsonString().Should().Be("""{"type":"Recreate"}""");
        Config(other)["siteUpdateStrategy"]!.ToJsonString().Should().Be("""{"type":"RollingUpdate"}""");
        Config(sample)["scaleAndConcurrency"]!["triggers"].Should().BeNull();
        Config(other)["scaleAndConcurrency"]!["triggers"]!.ToJsonString().Should().Be("""{"http":{"perInstanceConcurrency":8}}""");
        Config(other)["scaleAndConcurrency"]!["alwaysReady"]!.ToJsonString().Should().Be("""[{"name":"http","instanceCount":1},{"name":"function:Audit","instanceCount":2}]""");
        ((bool)One("Microsoft.Web/serverfarms", _deployment.Resources)["properties"]!["zoneRedundant"]!).Should().BeFalse();
        ((bool)One("Microsoft.Web/serverfarms", _deployment.Others)["properties"]!["zoneRedundant"]!).Should().BeTrue();
    }

    [Fact]
    public void A_subnet_of_one_s_own_takes_the_network_s_place_and_a_zone_of_one_s_own_that_zone_s()
    {
        Deployment.Of("Microsoft.Network/virtualNetworks", _deployment.Others).Should().BeEmpty();
        ((string?)One("Microsoft.Web/sites", _deployment.Others)["properties"]!["virtualNetworkSubnetId"]).Should().EndWith("/hub/subnets/app");
        var endpoints = Deployment.Of("Microsoft.Network/privateEndpoints", _deployment.Others);
        endpoints.Should().HaveCount(4, "the ledger's account is one more");
        endpoints.Select(static endpoint => (string?)endpoint["properties"]!["subnet"]!["id"]).Should().OnlyContain(static id => id!.EndsWith("/hub/subnets/endpoints"));
        Deployment.Of("Microsoft.Network/privateDnsZones", _deployment.Others).Select(static zone => (string?)zone["name"])
            .Should().HaveCount(2).And.NotContain(static name => name!.Contains("vaultcore"));
        Deployment.Of("Microsoft.Network/privateDnsZones", _deployment.Resources).Should().HaveCount(3);
    }

    [Fact]
    public void A_ledger_in_an_account_of_its_own_is_locked_and_takes_no_key_either()
    {
        Deployment.Of("Microsoft.Authorization/locks", _deployment.Resources).Should().BeEmpty();
        ((string?)One("Microsoft.Authorization/locks", _deployment.Others)["properties"]!["level"]).Should().Be("CanNotDelete");
        var accounts = Deployment.Of("Microsoft.Storage/storageAccounts", _deployment.Others);
        accounts.Should().HaveCount(2).And.OnlyContain(static account => !(bool)account["properties"]!["allowSharedKeyAccess"]! && (string?)account["properties"]!["publicNetworkAccess"] == "Disabled");
        Deployment.Of("Microsoft.Authorization/roleAssignments", _deployment.Others).Should().HaveCount(5);
    }

    [Fact]
    public void Somebody_outside_asks_whether_it_is_ready_and_is_let_in_where_senders_are_limited()
    {
        var test = One("Microsoft.Insights/webtests", _deployment.Resources)["properties"]!;
        ((string?)test["Request"]!["RequestUrl"]).Should().Contain("/api/health/ready");
        test["Locations"]!.AsArray().Should().HaveCount(5);
        var alert = One("Microsoft.Insights/metricAlerts", _deployment.Resources)["properties"]!;
        ((int)alert["criteria"]!["failedLocationCount"]!).Should().Be(2);
        alert["actions"]!.ToJsonString().Should().Contain("actionGroupId");

        ((int)One("Microsoft.Insights/metricAlerts", _deployment.Others)["properties"]!["criteria"]!["failedLocationCount"]!).Should().Be(1, "there is one place only");
        var restrictions = One("Microsoft.Web/sites", _deployment.Others)["properties"]!["siteConfig"]!["ipSecurityRestrictions"]!.AsArray();
        restrictions.Select(static rule => ((string?)rule!["tag"], (string?)rule["ipAddress"])).Should().Equal(("ServiceTag", "ApplicationInsightsAvailability"), ("Default", "192.0.2.0/24"));
        One("Microsoft.Web/sites", _deployment.Resources)["properties"]!["siteConfig"]!["ipSecurityRestrictions"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public void Who_reads_secrets_and_writes_in_the_tables_is_told_to_the_workspace_unless_nobody_wants_it()
    {
        Deployment.Of("Microsoft.Insights/diagnosticSettings", _deployment.Resources)
            .SelectMany(static setting => setting["properties"]!["logs"]!.AsArray()).Select(static log => (string?)log!["category"])
            .Should().BeEquivalentTo("StorageWrite", "StorageDelete", "AuditEvent", "FunctionAppLogs");
        Deployment.Of("Microsoft.Insights/diagnosticSettings", _deployment.Others).Should().BeEmpty();
    }

    [Fact]
    public void A_collector_is_named_only_where_there_is_one()
    {
        Settings(_deployment.Resources).Should().NotContain("collector.example.org");
        Settings(_deployment.Others).Should().Contain("OTEL_EXPORTER_OTLP_ENDPOINT").And.Contain("http://collector.example.org:4317");
    }

    [Fact]
    public void Nobody_is_woken_by_an_answer_that_anybody_can_provoke() =>
        _deployment.Of("Microsoft.Insights/scheduledQueryRules").Select(static rule => (string)rule["properties"]!["criteria"]!["allOf"]![0]!["query"]!)
            .Should().NotContain(static query => query.Contains("requests", StringComparison.Ordinal));

    [Fact]
    public void The_smallest_network_that_is_allowed_has_room_for_what_runs_in_it_and_somebody_asks_from_somewhere()
    {
        var parameters = JsonNode.Parse(_deployment.Template)!["parameters"]!;
        var smallest = int.Parse(Network().Match((string)parameters["networkAddresses"]!["metadata"]!["description"]!).Groups["length"].Value, System.Globalization.CultureInfo.InvariantCulture);

        (smallest + 2).Should().Be(27, "the app's subnet is a quarter of it, and /27 is the smallest that takes the environment of Flex Consumption");
        Repository.Read("infra/modules/network.bicep").Should().Contain("int(split(addresses, '/')[1]) + 2");
        ((int)parameters["availabilityLocations"]!["minLength"]!).Should().Be(1, "an alert on failures at none of no places cannot be made; availabilityTest: false leaves it out");
    }

    [Fact]
    public void Every_parameter_is_explained()
    {
        var parameters = JsonNode.Parse(_deployment.Template)!["parameters"]!.AsObject();
        var unexplained = parameters.Where(static one => one.Value!["metadata"]?["description"] is null).Select(static one => one.Key);
        unexplained.Should().BeEmpty();
        // What the sample leaves out, the guide or the other deployment names.
        var named = Name().Matches(Repository.Read("infra/main.bicepparam") + Repository.Read("docs/deploy-azure.md")).Select(static match => match.Value).ToHashSet(StringComparer.Ordinal);
        parameters.Select(static one => one.Key).Should().OnlyContain(key => named.Contains(key), "a person has to find it");
    }

    private static JsonNode One(string type, IReadOnlyList<JsonNode> resources) => Deployment.Of(type, resources).Should().ContainSingle().Subject;

    private static JsonNode Config(JsonNode app) => app["properties"]!["functionAppConfig"]!;

    private static string Settings(IReadOnlyList<JsonNode> resources) => One("Microsoft.Web/sites", resources)["properties"]!["siteConfig"]!["appSettings"]!.ToJsonString();

    [GeneratedRegex("/(?<length>[0-9]+) or larger", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Network();

    [GeneratedRegex("[A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
