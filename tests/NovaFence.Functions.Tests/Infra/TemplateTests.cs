using System.Text.Json.Nodes;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>What a deployment would make, read in the compiled and evaluated template.</summary>
[Collection<OneDeployment>]
public sealed class TemplateTests
{
    private const string StorageBlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string StorageTableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string MonitoringMetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string KeyVaultSecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

    private readonly Deployment _deployment;

    public TemplateTests(Deployment deployment)
    {
        Assert.SkipWhen(BicepCompiler.Missing is not null, BicepCompiler.Missing ?? "");
        _deployment = deployment;
    }

    [Fact]
    public void The_compiler_and_its_linter_have_nothing_to_say() => _deployment.Said.Trim().Should().BeEmpty();

    [Fact]
    public void No_key_is_listed_and_no_secret_is_written_down()
    {
        _deployment.Template.Should().NotContainEquivalentOf("listKeys").And.NotContainEquivalentOf("AccountKey=").And.NotContainEquivalentOf("SharedAccessSignature");
        foreach (var secret in Deployment.Secrets.Values)
            _deployment.Snapshot.Should().NotContain(secret, "secrets go from a secure parameter into the vault, and nowhere else");
    }

    [Fact]
    public void Every_parameter_that_takes_a_secret_is_secure_and_no_output_is_one()
    {
        var parameters = JsonNode.Parse(_deployment.Template)!["parameters"]!.AsObject();
        var secure = parameters.Where(static parameter => ((string?)parameter.Value!["type"])?.StartsWith("secure", StringComparison.Ordinal) == true).Select(static parameter => parameter.Key).ToList();

        secure.Should().BeEquivalentTo(
            "cloudSecret", "alertmanagerToken", "alertmanagerTokenNext", "pagerDutySecret", "pagerDutySecretNext", "grafanaSecret", "grafanaSecretNext", "grafanaToken", "grafanaTokenNext",
            "genericSecrets", "genericSecretsNext", "notifyUrls", "notifySecrets", "notifySecretsNext", "powerPasswords", "prometheusToken", "operatorToken", "operatorTokenNext", "readerToken");
        JsonNode.Parse(_deployment.Template)!["outputs"]!.AsObject().Select(static output => (string)output.Value!["value"]!)
            .Should().NotContain(value => secure.Any(name => value.Contains($"'{name}'", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_storage_account_takes_no_key_shows_nothing_and_cannot_be_reached_from_outside()
    {
        var account = One("Microsoft.Storage/storageAccounts")["properties"]!;

        ((bool)account["allowSharedKeyAccess"]!).Should().BeFalse();
        ((bool)account["allowBlobPublicAccess"]!).Should().BeFalse();
        ((string?)account["publicNetworkAccess"]).Should().Be("Disabled");
        ((string?)One("Microsoft.Storage/storageAccounts/blobServices/containers")["properties"]!["publicAccess"]).Should().Be("None");
    }

    [Fact]
    public void The_vault_goes_by_roles_and_cannot_be_reached_from_outside()
    {
        var vault = One("Microsoft.KeyVault/vaults")["properties"]!;

        ((bool)vault["enableRbacAuthorization"]!).Should().BeTrue();
        ((string?)vault["publicNetworkAccess"]).Should().Be("Disabled");
    }

    [Fact]
    public void The_vault_is_given_every_secret_that_the_settings_refer_to()
    {
        var given = _deployment.Of("Microsoft.KeyVault/vaults/secrets").Select(static secret => ((string)secret["name"]!).Split('/')[^1].TrimEnd('\'', ')', ']')).ToList();

        given.Should().BeEquivalentTo(
            "cloud", "alertmanager", "alertmanagerNext", "pagerduty", "pagerdutyNext", "grafana", "grafanaNext", "grafanaToken", "grafanaTokenNext", "operator", "operatorNext", "reader",
            "generic-zabbix", "genericNext-zabbix", "notifyUrl-ops", "notifyUrl-runbooks", "notify-runbooks", "notifyNext-runbooks", "power-rack", "power-blades", "power-edge", "prometheus");
        var referred = _deployment.Settings.Values.Where(static value => value.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal)).Select(static value => value[(value.LastIndexOf('/') + 1)..^1]);
        // The settings by themselves are evaluated with a second receiver.
        referred.Where(static name => !name.EndsWith("-alerta", StringComparison.Ordinal)).Should().BeEquivalentTo(given);
    }

    [Fact]
    public void Telemetry_and_deployments_take_no_key_and_no_password()
    {
        ((bool)One("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!).Should().BeTrue();
        ((bool)One("Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!).Should().BeTrue();
        _deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Should().HaveCount(2)
            .And.OnlyContain(static policy => !(bool)policy["properties"]!["allow"]!);
    }

    [Fact]
    public void The_app_s_identity_has_its_four_roles_and_no_other()
    {
        var roles = _deployment.Of("Microsoft.Authorization/roleAssignments").Select(static role => ((string)role["properties"]!["roleDefinitionId"]!).Split('/')[^1]);

        roles.Should().BeEquivalentTo(StorageBlobDataOwner, StorageTableDataContributor, MonitoringMetricsPublisher, KeyVaultSecretsUser);
    }

    [Fact]
    public void The_app_uses_its_identity_for_storage_vault_telemetry_and_its_own_package()
    {
        var app = One("Microsoft.Web/sites");
        var properties = app["properties"]!;
        var settings = (string)properties["siteConfig"]!["appSettings"]!;

        ((string?)app["identity"]!["type"]).Should().Be("UserAssigned");
        ((string?)properties["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!["type"]).Should().Be("UserAssignedIdentity");
        ((string?)properties["keyVaultReferenceIdentity"]).Should().Contain("identity-");
        settings.Should().Contain("'AzureWebJobsStorage__credential', 'managedidentity'")
            .And.Contain("'AzureWebJobsStorage__blobServiceUri'")
            .And.Contain("'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', format('ClientId={0};Authorization=AAD'")
            .And.Contain("'AZURE_CLIENT_ID'")
            .And.NotContain("'AzureWebJobsStorage',").And.NotContain("FUNCTIONS_EXTENSION_VERSION", "Flex Consumption knows its runtime by itself");
    }

    [Fact]
    public void The_app_runs_dotnet_10_on_Flex_Consumption_over_https_with_an_instance_that_is_always_ready()
    {
        var app = One("Microsoft.Web/sites")["properties"]!;

        ((string?)One("Microsoft.Web/serverfarms")["sku"]!["name"]).Should().Be("FC1");
        ((bool)app["httpsOnly"]!).Should().BeTrue();
        app["functionAppConfig"]!["runtime"]!.ToJsonString().Should().Be("""{"name":"dotnet-isolated","version":"10.0"}""");
        app["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.ToJsonString().Should().Be("""[{"name":"http","instanceCount":1}]""");
    }

    [Fact]
    public void The_network_gives_the_app_a_subnet_of_its_own_and_each_store_a_private_endpoint()
    {
        var subnets = One("Microsoft.Network/virtualNetworks")["properties"]!["subnets"]!.AsArray();
        var app = subnets.Single(static subnet => (string?)subnet!["name"] == "app")!["properties"]!;

        ((string?)app["delegations"]![0]!["properties"]!["serviceName"]).Should().Be("Microsoft.App/environments");
        subnets.Select(static subnet => (string?)subnet!["properties"]!["addressPrefix"]).Should().Equal("10.71.0.0/26", "10.71.0.64/26");
        _deployment.Of("Microsoft.Network/privateEndpoints")
            .Select(static endpoint => (string?)endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0])
            .Should().BeEquivalentTo("blob", "table", "vault");
    }

    [Fact]
    public void The_app_is_made_when_the_way_to_the_vault_is_there() =>
        JsonNode.Parse(_deployment.Template)!["resources"]!["app"]!["dependsOn"]!.AsArray().Select(static one => (string?)one).Should().Contain("endpoints").And.Contain("settings");

    [Fact]
    public void The_outputs_say_where_the_senders_deliver_to()
    {
        var outputs = JsonNode.Parse(_deployment.Template)!["outputs"]!.AsObject();

        ((string?)outputs["ALERTMANAGER_WEBHOOK_URL"]!["value"]).Should().Contain("{0}/api/webhooks/alertmanager");
        ((string?)outputs["PAGERDUTY_WEBHOOK_URL"]!["value"]).Should().Contain("{0}/api/webhooks/pagerduty");
        ((string?)outputs["GRAFANA_WEBHOOK_URL"]!["value"]).Should().Contain("{0}/api/webhooks/grafana");
        outputs["GENERIC_WEBHOOK_URLS"]!["value"]!.ToJsonString().Should().Contain("/api/webhooks/{1}");
    }

    private JsonNode One(string type) => _deployment.Of(type).Should().ContainSingle().Subject;
}
