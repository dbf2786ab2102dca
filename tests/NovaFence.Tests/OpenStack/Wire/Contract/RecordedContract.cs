using NovaFence.OpenStack.Tests.Wire.Recorded;

namespace NovaFence.OpenStack.Tests.Wire.Contract;

/// <summary>Every recorded request, sent again in the recorded order: status, headers and the whole body are as recorded.</summary>
public abstract class RecordedContract(WireCloud cloud) : WireContract(cloud)
{
    [Theory]
    [InlineData("versions-and-listing", 14)]
    [InlineData("force-down-by-name", 42)]
    [InlineData("update-by-uuid", 22)]
    [InlineData("keystone-refusals", 7)]
    public async Task What_was_recorded_is_answered_again(string recording, int exchanges)
    {
        IReadOnlyList<RecordedExchange> recorded = Transcript.Read(recording);
        recorded.Should().HaveCount(exchanges, "a recording that cannot be read proves nothing");
        var comparison = new Comparison(Cloud, await Cloud.UuidAsync(Cloud.Host));
        WireCredential credential = await Cloud.MakeCredentialAsync();
        var differences = new List<string>();
        try
        {
            foreach (RecordedExchange exchange in recorded)
                differences.AddRange(comparison.Differences(exchange, await RepeatAsync(exchange, comparison, credential)));
        }
        finally
        {
            await Cloud.DeleteCredentialAsync(credential);
        }

        differences.Should().BeEmpty();
    }

    private async Task<WireReply> RepeatAsync(RecordedExchange exchange, Comparison comparison, WireCredential credential)
    {
        string admin = await Cloud.TokenAsync(Cloud.Admin);
        string demo = await Cloud.TokenAsync(Cloud.Demo);
        string Fill(string text) => comparison.Here(text)
            .Replace("$ADMIN", admin, StringComparison.Ordinal)
            .Replace("$DEMO", demo, StringComparison.Ordinal)
            .Replace("$CREDENTIAL", credential.Id, StringComparison.Ordinal)
            .Replace("$SECRET", credential.Secret, StringComparison.Ordinal);
        string contentType = exchange.RequestHeaders.FirstOrDefault(h => h.Name == "Content-Type").Value ?? "";
        return await Cloud.SendAsync(
            new(exchange.Method),
            Fill(exchange.Url),
            exchange.RequestBody is { } body ? Fill(body) : null,
            contentType,
            // curl's, which made the recordings
            [("Accept", "*/*"), .. exchange.RequestHeaders.Where(h => h.Name != "Content-Type").Select(h => (h.Name, Fill(h.Value)))]);
    }
}
