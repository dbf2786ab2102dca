using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>Prometheus Alertmanager, payload version 4, with a bearer token. Alertmanager signs nothing.</summary>
internal sealed class AlertmanagerReceiver(IOptions<ReceiversOptions> options) : IReceiver
{
    /// <summary>Its name in a route's <c>Receiver</c>.</summary>
    public const string ReceiverName = "alertmanager";

    /// <summary>How it can prove who it is.</summary>
    public static IReadOnlyList<SenderProof> Proofs { get; } =
        [new("alertmanager_token", null, $"One of {ReceiversOptions.Section}:Alertmanager:Tokens. On Azure Functions a function key besides it, where the app was built to ask for one.")];

    private readonly BearerTokens _tokens = new(options.Value.Alertmanager.Tokens);
    private readonly int _maxAlerts = options.Value.Alertmanager.MaxAlerts;

    public string Name => ReceiverName;

    public Problem? Off => _tokens.IsEmpty
        ? Problem.ReceiverOff($"The Alertmanager receiver is off: set {ReceiversOptions.Section}:Alertmanager:Tokens.")
        : null;

    public TimeSpan AnswerWithin { get; } = options.Value.Alertmanager.AnswerWithin;

    public Credential CredentialOf(HttpRequest request) => _tokens.CredentialOf(request);

    public Problem? Doubt(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt) => _tokens.Doubt(request);

    public Reading Read(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => AlertmanagerParser.Parse(body.Span, receivedAt, _maxAlerts);
}
