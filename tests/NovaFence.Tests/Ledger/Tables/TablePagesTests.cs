using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Tables;

namespace NovaFence.Ledger.Tests.Tables;

/// <summary>
/// A table that gives its rows in pages, some of them empty, as Azure's may (https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination).
/// Azurite gives none that is empty.
/// </summary>
public sealed class TablePagesTests : IAsyncLifetime
{
    private const string Partition = "p";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The rows' keys on each page.</summary>
    private static readonly string[][] Pages = [["host:A"], [], ["host:B", "host:C"]];

    private readonly FakeTimeProvider _clock = new();
    private readonly WebApplication _service;
    private TimeSpan _perPage;

    public TablePagesTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _service = builder.Build();
        _service.Run(AnswerAsync);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _service.StartAsync(Token);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task All_of_them_are_read_however_many_there_are_while_each_is_read_in_time()
    {
        _perPage = Timeout * 2 / 3;
        using var ledger = Open();

        var read = await ledger.ReadAllAsync(Token);

        read.Should().BeOfType<LedgerResult<IReadOnlyList<LedgerRow>>.Ok>().Which.Value.Select(row => row.Key).Should().Equal("host:A", "host:B", "host:C");
    }

    [Fact]
    public async Task One_that_is_not_read_in_time_leaves_the_ledger_unread()
    {
        _perPage = Timeout;
        using var ledger = Open();

        var read = await ledger.ReadAllAsync(Token);

        read.Should().BeOfType<LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable>().Which.Why.Should().Contain("did not answer within 60 s");
    }

    private TableLedger Open() => new(
        new TablesOptions { ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint={_service.Urls.Single()}/a", TableName = "Pages" },
        new StoreSettings(Partition, LedgerAccess.ReadAndWrite, Timeout, _clock));

    private async Task AnswerAsync(HttpContext context)
    {
        var isOfOne = context.Request.Path.Value!.Contains("RowKey=", StringComparison.Ordinal);
        JsonObject answer;
        if (isOfOne)
        {
            answer = Json((TableEntity)TableEntities.Schema(Partition, SchemaNumbers.Current, id: null).Entity);
        }
        else
        {
            // Whoever asks for keys wants to know whether there are rows.
            if (!context.Request.Query.ContainsKey("$select"))
                _clock.Advance(_perPage);
            var page = int.Parse(context.Request.Query["NextRowKey"] is [{ } next] ? next : "0", CultureInfo.InvariantCulture);
            if (page + 1 < Pages.Length)
            {
                context.Response.Headers["x-ms-continuation-NextPartitionKey"] = Partition;
                context.Response.Headers["x-ms-continuation-NextRowKey"] = (page + 1).ToString(CultureInfo.InvariantCulture);
            }

            var rows = Pages[page].Select(key => Json((TableEntity)TableEntities.Write(Partition, new RowWrite(key, "{}", null)).Entity));
            answer = new JsonObject { ["value"] = new JsonArray([.. rows]) };
        }

        context.Response.ContentType = "application/json;odata=minimalmetadata";
        await context.Response.WriteAsync(answer.ToJsonString(), Token);
    }

    private static JsonObject Json(TableEntity entity)
    {
        var json = new JsonObject { ["odata.etag"] = "W/\"1\"" };
        foreach (var (name, value) in entity.Where(property => property.Value is string))
            json[name] = JsonSerializer.SerializeToNode((string)value);
        return json;
    }
}
