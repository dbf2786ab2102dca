using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>The word to stop in the middle of a storm of deliveries.</summary>
public sealed class StormEndTests
{
    private const int Senders = 20;
    private const int BeforeTheEnd = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_answered_is_in_the_ledger_and_what_is_under_way_is_answered()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Storm__MinHosts"] = "500";
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        foreach (var host in own.Cloud.Hosts)
            own.Cloud.Crash(host);
        ConcurrentBag<string> taken = [];
        ConcurrentBag<HttpStatusCode> other = [];
        var enough = new TaskCompletionSource();
        var senders = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(client, sender, taken, other, enough))));
        await enough.Task.WaitAsync(Patience.Bound, Token);

        await program.SignalAsync("TERM");

        (await program.EndAsync()).ExitCode.Should().Be(0);
        await senders.WaitAsync(Patience.Bound, Token);
        other.Should().BeEmpty("what was not taken was not answered");
        var ledger = await LedgerAsync(own.Surroundings.File("ledger.db"));
        taken.Where(alert => !ledger.Contains(alert, StringComparison.Ordinal)).Should().BeEmpty();
    }

    /// <summary>One alert after the other, until nobody listens any more.</summary>
    private static async Task SendAsync(HttpClient client, int sender, ConcurrentBag<string> taken, ConcurrentBag<HttpStatusCode> other, TaskCompletionSource enough)
    {
        for (var sent = 0; ; sent++)
        {
            var alert = string.Create(CultureInfo.InvariantCulture, $"alert-{sender:00}-{sent:000000}");
            var body = $$$"""{"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"HostDown","host":"compute{{{1 + (sender % 5)}}}"},"annotations":{},"startsAt":"{{{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}}","endsAt":"0001-01-01T00:00:00Z","fingerprint":"{{{alert}}}"}]}""";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = new StringContent(body, null, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
            try
            {
                using var answer = await client.SendAsync(request, CancellationToken.None);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    other.Add(answer.StatusCode);
                    return;
                }

                taken.Add(alert);
                if (taken.Count >= BeforeTheEnd)
                    enough.TrySetResult();
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    /// <summary>All that stands in it.</summary>
    private static async Task<string> LedgerAsync(string file)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        await connection.OpenAsync(Token);
        List<string> tables = [];
        await using (var names = connection.CreateCommand())
        {
            names.CommandText = "select name from sqlite_master where type = 'table'";
            await using var read = await names.ExecuteReaderAsync(Token);
            while (await read.ReadAsync(Token))
                tables.Add(read.GetString(0));
        }

        var said = new System.Text.StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = connection.CreateCommand();
#pragma warning disable CA2100 // The names are the ledger's own.
            rows.CommandText = $"select * from \"{table}\"";
#pragma warning restore CA2100
            await using var read = await rows.ExecuteReaderAsync(Token);
            while (await read.ReadAsync(Token))
            {
                for (var column = 0; column < read.FieldCount; column++)
                    said.Append(read.GetValue(column)).Append('\n');
            }
        }

        return said.ToString();
    }
}
