namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>What became of one alert, in the words of the answer.</summary>
internal sealed record OutcomeRow(string Fingerprint, string? Host, string Verdict, string Reason, string? State)
{
    /// <summary>The reason without its facts.</summary>
    public string Title => Reason.Split(':')[0];
}
