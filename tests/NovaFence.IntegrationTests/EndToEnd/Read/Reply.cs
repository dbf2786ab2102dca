using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>What a request was answered.</summary>
internal sealed record Reply(int Status, TimeSpan? RetryAfter, string? MediaType, string Body)
{
    /// <summary>What became of each alert, in the delivery's order.</summary>
    public IReadOnlyList<OutcomeRow> Outcomes => As(ReadJson.Default.OutcomesBody).Outcomes;

    /// <summary>What became of the only alert.</summary>
    public OutcomeRow Outcome => Outcomes.Single();

    public static async Task<Reply> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Headers.RetryAfter?.Delta,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync());

    public T As<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Body, type) ?? throw new InvalidOperationException("the answer is null");

    /// <summary>Whether the sender is told to deliver it once more.</summary>
    public bool IsToBeRepeated => Status == 503 && RetryAfter > TimeSpan.Zero;
}
