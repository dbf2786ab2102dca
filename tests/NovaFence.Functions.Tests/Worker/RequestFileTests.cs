using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace NovaFence.Functions.Tests.Worker;

/// <summary><c>test.http</c>, request after request, on a worker.</summary>
[NeedsTime("a worker of its own; the requests of test.http are read always")]
public sealed partial class RequestFileTests(Stage stage) : IClassFixture<Stage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_is_answered_with_success_and_the_delivery_forces_its_host_down()
    {
        var file = Repository.Read("test.http");
        var variables = Variable().Matches(file).ToDictionary(static match => match.Groups["name"].Value, static match => match.Groups["value"].Value, StringComparer.Ordinal);
        variables["address"] = "";
        variables["$datetime iso8601"] = TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var downAfter = new List<bool>();
        foreach (var written in file.Split("###")[1..])
        {
            var request = Named().Replace(written, match => variables[match.Groups["name"].Value]);
            if (request.Contains("/sandbox/", StringComparison.Ordinal))
            {
                stage.Cloud.Crash("compute1");
                continue;
            }

            await SendAsync(request);
            if (request.Contains("/api/webhooks/", StringComparison.Ordinal) || request.Contains("/force-down", StringComparison.Ordinal))
                downAfter.Add(await stage.IsForcedDownAsync("compute1"));
        }

        downAfter.Should().Equal([true, false], "the delivery forced it down, and the operator unset it");
    }

    private async Task SendAsync(string written)
    {
        var (head, body) = written.Split("\n\n", 2) is [var first, var rest] ? (first, rest.Trim()) : (written, "");
        var lines = head.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        var start = lines[0].Split(' ');
        using var message = new HttpRequestMessage(new HttpMethod(start[0]), start[1]);
        if (body.Length > 0)
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var line in lines.Where(static line => line.StartsWith("Authorization: ", StringComparison.Ordinal)))
            message.Headers.Authorization = AuthenticationHeaderValue.Parse(line["Authorization: ".Length..]);
        using var answer = await stage.Host.Client.SendAsync(message, Token);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}: {1}", lines[0], await answer.Content.ReadAsStringAsync(Token));
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<name>[^}]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
