using System.Text.Json.Nodes;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>
/// <c>infra/</c>, compiled, and evaluated with the sample parameters as a deployment would evaluate it (<c>bicep snapshot</c>), as far as that goes
/// without Azure.
/// </summary>
public sealed class Deployment : IAsyncLifetime
{
    /// <summary>The secrets it is evaluated with. None may be found anywhere in what comes out.</summary>
    public static readonly IReadOnlyDictionary<string, string> Secrets = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["NOVAFENCE_CLOUD_SECRET"] = "secret-of-the-cloud-0001",
        ["NOVAFENCE_ALERTMANAGER_TOKEN"] = "secret-of-alertmanager-0002",
        ["NOVAFENCE_ALERTMANAGER_TOKEN_NEXT"] = "secret-of-alertmanager-0003",
        ["NOVAFENCE_PAGERDUTY_SECRET"] = "secret-of-pagerduty-0004",
        ["NOVAFENCE_PAGERDUTY_SECRET_NEXT"] = "secret-of-pagerduty-0005",
        ["NOVAFENCE_GRAFANA_SECRET"] = "secret-of-grafana-0009",
        ["NOVAFENCE_GRAFANA_SECRET_NEXT"] = "secret-of-grafana-0010",
        ["NOVAFENCE_GRAFANA_TOKEN"] = "token-of-grafana-0011",
        ["NOVAFENCE_GRAFANA_TOKEN_NEXT"] = "token-of-grafana-0012",
        ["NOVAFENCE_ZABBIX_SECRET"] = "secret-of-zabbix-of-32-characters-0013",
        ["NOVAFENCE_ZABBIX_SECRET_NEXT"] = "secret-of-zabbix-of-32-characters-0014",
        ["NOVAFENCE_SLACK_URL"] = "https://hooks.example.org/services/secret-of-slack-0015",
        ["NOVAFENCE_RUNBOOKS_URL"] = "https://runbooks.example.org/secret-of-runbooks-0016",
        ["NOVAFENCE_RUNBOOKS_SECRET"] = "whsec_c2VjcmV0LW9mLXJ1bmJvb2tzLTAwMTctMzItYg==",
        ["NOVAFENCE_RUNBOOKS_SECRET_NEXT"] = "whsec_c2VjcmV0LW9mLXJ1bmJvb2tzLTAwMTgtMzItYg==",
        ["NOVAFENCE_RACK_BMC_PASSWORD"] = "secret-of-bmcs-0019",
        ["NOVAFENCE_BLADES_BMC_PASSWORD"] = "secret-of-bmcs-0020",
        ["NOVAFENCE_EDGE_BMC_PASSWORD"] = "secret-of-bmcs-0021",
        ["NOVAFENCE_PROMETHEUS_TOKEN"] = "secret-of-prometheus-0022",
        ["NOVAFENCE_OPERATOR_TOKEN"] = "secret-of-operators-0006",
        ["NOVAFENCE_OPERATOR_TOKEN_NEXT"] = "secret-of-operators-0007",
        ["NOVAFENCE_READER_TOKEN"] = "secret-of-readers-0008",
    };

    private static readonly Dictionary<string, string> Environment = new(Secrets, StringComparer.Ordinal)
    {
        ["AZURE_ENV_NAME"] = "test",
        ["AZURE_LOCATION"] = "westeurope",
        ["NOVAFENCE_CLOUD_AUTH_URL"] = "https://keystone.example.org:5000/v3",
        ["NOVAFENCE_CLOUD_CREDENTIAL_ID"] = "0123456789abcdef0123456789abcdef",
        ["NOVAFENCE_CLOUD_REGION"] = "RegionOne",
        ["NOVAFENCE_PROMETHEUS_URL"] = "https://prometheus.example.org",
        ["NOVAFENCE_ALERT_EMAIL"] = "oncall@example.org",
    };

    /// <summary>Every parameter that the sample leaves as it is, set otherwise.</summary>
    private const string OtherParameters = """

        param timerAlwaysReady = 2
        param perInstanceConcurrency = 8
        param updateStrategy = 'RollingUpdate'
        param zoneRedundant = true
        param allowedAddresses = ['192.0.2.0/24']
        param appSubnetId = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/app'
        param endpointSubnetId = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/endpoints'
        param privateDnsZones = { vault: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net' }
        param ledgerAccount = true
        param availabilityLocations = ['emea-nl-ams-azr']
        param diagnosticSettings = false
        param otlpEndpoint = 'http://collector.example.org:4317'

        """;

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("novafence-infra-");

    /// <summary>What the compiler and its linter said; empty when they had nothing to say.</summary>
    public string Said { get; private set; } = "";

    /// <summary>The compiled template, as text.</summary>
    public string Template { get; private set; } = "";

    /// <summary>The evaluated resources, as text.</summary>
    public string Snapshot { get; private set; } = "";

    /// <summary>The evaluated resources.</summary>
    public IReadOnlyList<JsonNode> Resources { get; private set; } = [];

    /// <summary>The resources as <see cref="OtherParameters"/> make them.</summary>
    public IReadOnlyList<JsonNode> Others { get; private set; } = [];

    /// <summary>The app settings of NovaFence's, evaluated with everything that may be left out.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The same without BMCs and a Prometheus.</summary>
    public IReadOnlyDictionary<string, string> SettingsWithoutPower { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (BicepCompiler.Missing is not null)
            return;

        Copy(Repository.PathOf("infra"), _folder.FullName);
        await WithReceiversAsync();
        await RunAsync("build", "main.bicep", "--outfile", "main.json");
        Template = await File.ReadAllTextAsync(In("main.json"));
        await RunAsync("snapshot", "main.bicepparam", "--subscription-id", Guid.Empty.ToString(), "--location", "westeurope");
        Snapshot = await File.ReadAllTextAsync(In("main.snapshot.json"));
        Resources = Predicted(Snapshot);
        await File.WriteAllTextAsync(In("others.bicepparam"), await File.ReadAllTextAsync(In("main.bicepparam")) + OtherParameters);
        await RunAsync("snapshot", "others.bicepparam", "--subscription-id", Guid.Empty.ToString(), "--location", "westeurope");
        Others = Predicted(await File.ReadAllTextAsync(In("others.snapshot.json")));

        // The app's settings hold what only Azure knows, and are not evaluated with the rest; by themselves they can be.
        var everything = Repository.Read("tests/NovaFence.Functions.Tests/Infra/settings.bicepparam");
        Settings = await SettingsAsync("settings", everything);
        SettingsWithoutPower = await SettingsAsync("without-power", WithoutPower(everything));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The resources of one type.</summary>
    public IReadOnlyList<JsonNode> Of(string type) => Of(type, Resources);

    /// <summary>Those of one type among others.</summary>
    public static IReadOnlyList<JsonNode> Of(string type, IReadOnlyList<JsonNode> resources) => [.. resources.Where(resource => (string?)resource["type"] == type)];

    private static List<JsonNode> Predicted(string snapshot) => [.. JsonNode.Parse(snapshot)!["predictedResources"]!.AsArray().Select(static resource => resource!)];

    private string In(string file) => Path.Combine(_folder.FullName, file);

    private async Task RunAsync(params string[] arguments)
    {
        var (exitCode, said) = await BicepCompiler.RunAsync(_folder.FullName, Environment, arguments);
        Said += said;
        if (exitCode != 0)
            throw new InvalidOperationException($"bicep {string.Join(' ', arguments)} failed:\n{said}");
    }

    private async Task<IReadOnlyDictionary<string, string>> SettingsAsync(string name, string parameters)
    {
        await File.WriteAllTextAsync(In($"{name}.bicepparam"), parameters);
        await RunAsync("snapshot", $"{name}.bicepparam", "--subscription-id", Guid.Empty.ToString(), "--resource-group", "test", "--location", "westeurope");
        return JsonNode.Parse(await File.ReadAllTextAsync(In($"{name}.snapshot.json")))!["outputs"]!["settings"]!.AsObject()
            .ToDictionary(static setting => setting.Key, static setting => (string)setting.Value!, StringComparer.Ordinal);
    }

    /// <summary>With the defaults of <c>main.bicep</c> in place of everything about power.</summary>
    private static string WithoutPower(string parameters)
    {
        var from = parameters.IndexOf("param powerPattern", StringComparison.Ordinal);
        var to = parameters.IndexOf("param ledgerEndpoint", StringComparison.Ordinal);
        return string.Concat(parameters.AsSpan(0, from), "param powerPattern = ''\nparam powerNetworks = []\nparam powerGroups = []\nparam powerHosts = []\nparam powerAllowOff = false\nparam powerReadWithin = ''\nparam powerChassis = false\nparam prometheusUrl = ''\nparam prometheusCaFile = ''\n", parameters.AsSpan(to))
            .Replace("var pin", "// var pin", StringComparison.Ordinal)
            .Replace(", powerOff: false", "", StringComparison.Ordinal)
            .Replace(", powerOff: true", "", StringComparison.Ordinal)
            .Replace("prometheus: true", "prometheus: false", StringComparison.Ordinal);
    }

    /// <summary>The parameters of a generic receiver, of those who are told and of BMCs, where the sample has none.</summary>
    private async Task WithReceiversAsync()
    {
        var sample = await File.ReadAllTextAsync(In("main.bicepparam"));
        const string receiver = "{ name: 'zabbix', proof: 'signature', pointers: { key: '/id', host: '/host', status: '/value', time: '/time', labels: '/tags' }, firing: ['1'], resolved: ['0'] }";
        const string groups = "{ name: 'rack', user: 'novafence', caFile: 'bmc-ca.pem' }, { name: 'blades', user: 'reader', caFile: 'bmc-ca.pem' }, { name: 'edge', user: 'reader', systemTrust: true }";
        const string passwords = "rack: readEnvironmentVariable('NOVAFENCE_RACK_BMC_PASSWORD'), blades: readEnvironmentVariable('NOVAFENCE_BLADES_BMC_PASSWORD'), edge: readEnvironmentVariable('NOVAFENCE_EDGE_BMC_PASSWORD')";
        var written = sample
            .Replace("param genericReceivers = []", $"param genericReceivers = [{receiver}]", StringComparison.Ordinal)
            .Replace("param genericSecrets = {}", "param genericSecrets = { zabbix: readEnvironmentVariable('NOVAFENCE_ZABBIX_SECRET') }", StringComparison.Ordinal)
            .Replace("param genericSecretsNext = {}", "param genericSecretsNext = { zabbix: readEnvironmentVariable('NOVAFENCE_ZABBIX_SECRET_NEXT') }", StringComparison.Ordinal)
            .Replace("param notify = []", "param notify = [{ name: 'ops', format: 'slack' }, { name: 'runbooks' }]", StringComparison.Ordinal)
            .Replace("param notifyUrls = {}", "param notifyUrls = { ops: readEnvironmentVariable('NOVAFENCE_SLACK_URL'), runbooks: readEnvironmentVariable('NOVAFENCE_RUNBOOKS_URL') }", StringComparison.Ordinal)
            .Replace("param notifySecrets = {}", "param notifySecrets = { runbooks: readEnvironmentVariable('NOVAFENCE_RUNBOOKS_SECRET') }", StringComparison.Ordinal)
            .Replace("param notifySecretsNext = {}", "param notifySecretsNext = { runbooks: readEnvironmentVariable('NOVAFENCE_RUNBOOKS_SECRET_NEXT') }", StringComparison.Ordinal)
            .Replace("param powerPattern = ''", "param powerPattern = 'https://{host}-bmc.example.org'", StringComparison.Ordinal)
            .Replace("param powerNetworks = []", "param powerNetworks = ['10.20.0.0/16']", StringComparison.Ordinal)
            .Replace("param powerGroups = []", $"param powerGroups = [{groups}]", StringComparison.Ordinal)
            .Replace("param powerHosts = []", "param powerHosts = [{ host: 'compute1', group: 'rack', serial: 'CZJ1234ABC' }]", StringComparison.Ordinal)
            .Replace("param powerPasswords = {}", $"param powerPasswords = {{ {passwords} }}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(In("main.bicepparam"), written);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
