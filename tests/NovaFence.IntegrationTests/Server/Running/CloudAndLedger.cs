using NovaFence.IntegrationTests;
using NovaFence.Sandbox;

namespace NovaFence.Server.Tests.Running;

/// <summary>A sandbox cloud of the test's own and a ledger, which the environment leads the program to.</summary>
public sealed class CloudAndLedger : IAsyncLifetime
{
    public const string Token = "webhook-token-of-the-test";
    public const string OperatorToken = "operator-token-of-the-test-with-32";

    /// <summary>Whether its hosts have BMCs, and the environment says where they are.</summary>
    public bool HasBmcs { get; init; }

    /// <summary>Whether its ledger is there, as after a server's first start: no command makes one.</summary>
    public bool HasLedger { get; init; } = true;

    /// <summary>How many compute hosts it has, compute1 and so on.</summary>
    public int Hosts { get; init; } = 5;

    public Surroundings Surroundings { get; } = new();

    public SandboxCloud Cloud { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [.. Enumerable.Range(1, Hosts).Select(number => $"compute{number}")], EvacuationTime = TimeSpan.Zero, BuildTime = TimeSpan.Zero, Bmcs = HasBmcs });
        var account = Cloud.Admin;
        OpenStack = AnotherClient.Of(Cloud);
        foreach (var (name, value) in ((string, string)[])
        [
            ("Cloud__AuthUrl", Cloud.AuthUrl.ToString()),
            ("Cloud__ApplicationCredentialId", account.ApplicationCredentialId),
            ("Cloud__ApplicationCredentialSecret", account.ApplicationCredentialSecret),
            ("Ledger__Sqlite__Path", Surroundings.File("ledger.db")),
            ("Hosts__Labels__0", "host"),
            ("Routes__0__Name", "hosts"),
            ("Routes__0__Match__0", "*"),
            ("Routes__0__Receiver", "alertmanager"),
            ("Routes__0__Evidence", "asserted"),
            ("Routes__0__Release", "immediately"),
            ("Release__SettleTime", "00:00:00"),
            ("Receivers__Alertmanager__Tokens__0", Token),
            ("Access__OperatorTokens__0", OperatorToken),
            .. PatientSettings.All,
        ])
        {
            Surroundings.Variables["NovaFence__" + name] = value;
        }

        if (HasBmcs)
            LeadToBmcs();
        if (HasLedger)
            await Ledgers.MakeAsync(Surroundings.File("ledger.db"));
    }

    private void LeadToBmcs()
    {
        foreach (var (name, value) in ((string, string)[])
        [
            ("Networks__0", "127.0.0.0/8"),
            ("Groups__0__Name", "rack"),
            ("Groups__0__User", Cloud.BmcReaderName),
            ("Groups__0__Password", Cloud.BmcPassword),
            ("Groups__0__CertificateSha256__0", Cloud.BmcCertificateSha256),
            .. Cloud.Bmcs.SelectMany((bmc, index) => new (string, string)[] { ($"Hosts__{index}__Host", bmc.Host), ($"Hosts__{index}__Url", bmc.Url.ToString()), ($"Hosts__{index}__Serial", bmc.Serial) }),
        ])
        {
            Surroundings.Variables["NovaFence__Power__" + name] = value;
        }
    }

    public Task<Ended> RunAsync(params IEnumerable<string> arguments) => Novafence.RunAsync(Surroundings, [.. arguments]);

    /// <summary>The hosts whose last PUT forced them down.</summary>
    public IReadOnlyList<string> Down =>
    [
        .. Cloud.Requests.ServicePuts.Where(put => put.Host is not null).GroupBy(put => put.Host!, StringComparer.Ordinal)
            .Where(puts => puts.Last().ForcedDown == true).Select(puts => puts.Key).Order(StringComparer.Ordinal),
    ];

    /// <summary>Somebody with another client.</summary>
    public OpenStackClient OpenStack { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        OpenStack.Dispose();
        await Cloud.DisposeAsync();
        Surroundings.Dispose();
    }
}
