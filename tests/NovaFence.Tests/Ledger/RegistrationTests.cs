using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests;

public sealed class RegistrationTests(AzuriteFixture azurite)
{
    private const string Secret = "c2VjcmV0c2VjcmV0c2VjcmV0";
    private const string Path = "NovaFence:Ledger:Sqlite:Path";
    private const string ConnectionString = "NovaFence:Ledger:Tables:ConnectionString";
    private const string Endpoint = "NovaFence:Ledger:Tables:Endpoint";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_path_gives_a_ledger_in_that_file()
    {
        using var folder = new TempFolder();
        var file = System.IO.Path.Combine(folder.Path, "deep", "er", "ledger.db");
        await using var services = Services((Path, file));

        (await services.GetRequiredService<ILedger>().InitializeAsync(Token)).Value();

        File.Exists(file).Should().BeTrue();
        services.GetRequiredService<ILedger>().Should().BeSameAs(services.GetRequiredService<ILedger>());
    }

    [Fact]
    public async Task A_connection_string_gives_a_ledger_in_that_table()
    {
        var table = $"T{Guid.NewGuid():N}";
        await using var services = Services((ConnectionString, azurite.ConnectionString), ("NovaFence:Ledger:Tables:TableName", table));

        (await services.GetRequiredService<ILedger>().InitializeAsync(Token)).Value();

        (await new Azure.Data.Tables.TableServiceClient(azurite.ConnectionString)
            .QueryAsync(found => found.Name == table, cancellationToken: Token).AnyAsync(Token)).Should().BeTrue();
    }

    [Fact]
    public async Task An_endpoint_gives_a_ledger_without_asking_anybody()
    {
        await using var services = Services((Endpoint, "https://novafence.table.core.windows.net"));
        await using var identified = Services(
            (Endpoint, "https://novafence.table.core.windows.net"), ("NovaFence:Ledger:Tables:ClientId", Guid.NewGuid().ToString()));

        services.GetRequiredService<ILedger>().Should().NotBeNull();
        identified.GetRequiredService<ILedger>().Should().NotBeNull();
    }

    [Theory]
    [InlineData(null, "default")]
    [InlineData(" ", "default")]
    [InlineData("lab", "lab")]
    public async Task The_partition_is_the_configured_one_and_never_the_clouds_region(string? partition, string used)
    {
        using var folder = new TempFolder();
        await using var services = Services(
            (Path, System.IO.Path.Combine(folder.Path, "ledger.db")),
            ("NovaFence:Ledger:Partition", partition),
            ("NovaFence:Cloud:Region", "RegionOne"));

        (await services.GetRequiredService<ILedger>().InitializeAsync(Token)).Value();

        (await services.GetRequiredService<ILedgerDescription>().DescribeAsync(Token)).Value().Partition.Should().Be(used);
    }

    [Fact]
    public async Task Whoever_only_reads_makes_nothing()
    {
        using var folder = new TempFolder();
        await using var services = new ServiceCollection()
            .AddNovaFenceLedger(Configuration((Path, System.IO.Path.Combine(folder.Path, "ledger.db"))), LedgerAccess.ReadOnly)
            .BuildServiceProvider();

        (await services.GetRequiredService<ILedger>().InitializeAsync(Token)).Why().Should().Contain("not there");

        Directory.GetFiles(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Without_a_store_the_keys_are_named()
    {
        var failure = Failure((Path, " "));

        failure.Should().Contain(Path).And.Contain(ConnectionString).And.Contain(Endpoint).And.Contain("none is");
    }

    [Fact]
    public void With_several_stores_those_that_are_set_are_named()
    {
        var failure = Failure((Path, "a.db"), (Endpoint, "https://novafence.table.core.windows.net"));

        failure.Should().Contain($"{Path} and {Endpoint} are.");
    }

    [Theory]
    [InlineData($"AccountKey={Secret}")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Secret}!")]
    [InlineData($"https://a.table.core.windows.net/?sig={Secret}")]
    [InlineData($"{Secret}")]
    [InlineData($";;{Secret}==;;")]
    public void A_connection_string_that_is_none_is_named_but_not_shown(string value)
    {
        var failure = Failure((ConnectionString, value));

        failure.Should().Contain(ConnectionString).And.NotContain(Secret);
    }

    [Theory]
    [InlineData("novafence")]
    [InlineData("http://novafence.table.core.windows.net")]
    [InlineData($"https://novafence.table.core.windows.net/?sig={Secret}")]
    [InlineData($"https://user:{Secret}@novafence.table.core.windows.net/")]
    public void An_endpoint_must_be_https_and_nothing_but_an_address(string value)
    {
        var failure = Failure((Endpoint, value));

        failure.Should().Contain(Endpoint).And.NotContain(Secret);
    }

    [Theory]
    [InlineData("Tables:TableName", "1abc")]
    [InlineData("Tables:TableName", "a-b-c")]
    [InlineData("Tables:TableName", "ab")]
    [InlineData("Tables:TableName", "NovaFence\n")]
    [InlineData("Tables:ClientId", "17f7ac3c-6ae1-4b91-9c8b-1f2a1b4b2f2a")]
    [InlineData("Timeout", "00:00:00.05")]
    [InlineData("Timeout", "00:01:01")]
    public void A_wrong_value_is_named_by_its_key(string key, string value)
    {
        Failure((Path, "a.db"), ($"NovaFence:Ledger:{key}", value)).Should().Contain($"NovaFence:Ledger:{key}");
    }

    [Fact]
    public void A_long_partition_is_named_by_its_key()
    {
        Failure((Path, "a.db"), ("NovaFence:Ledger:Partition", new string('p', 129))).Should().Contain("NovaFence:Ledger:Partition");
    }

    private static string Failure(params (string Key, string? Value)[] settings)
    {
        using var services = Services(settings);
        return services.Invoking(provider => provider.GetRequiredService<ILedger>())
            .Should().Throw<OptionsValidationException>().Which.Message;
    }

    private static ServiceProvider Services(params (string Key, string? Value)[] settings) =>
        new ServiceCollection().AddNovaFenceLedger(Configuration(settings)).BuildServiceProvider();

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
}
