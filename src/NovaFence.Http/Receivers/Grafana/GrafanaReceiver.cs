using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers.Grafana;

/// <summary>Grafana Alerting's webhook, with a bearer token or signed.</summary>
internal sealed class GrafanaReceiver(IOptions<ReceiversOptions> options) : IReceiver
{
    /// <summary>Its name in a route's <c>Receiver</c>.</summary>
    public const string ReceiverName = "grafana";

    /// <summary>
    /// Where Grafana puts the signature, unless its contact point says otherwise
    /// (https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/, "HMAC signature").
    /// </summary>
    private const string SignatureHeader = "X-Grafana-Alerting-Signature";

    private const string Section = $"{ReceiversOptions.Section}:Grafana";

    /// <summary>How it can prove who it is.</summary>
    public static IReadOnlyList<SenderProof> Proofs { get; } =
    [
        new("grafana_signature", SignatureHeader, $"The HMAC-SHA256 of the body, hexadecimal, under one of {Section}:Secrets; over 'timestamp:body' where {Section}:TimestampHeader is set."),
        new("grafana_token", null, $"One of {Section}:Tokens."),
    ];

    private readonly BearerTokens _tokens = new(options.Value.Grafana.Tokens);
    private readonly BodySignature _signature = new(options.Value.Grafana.Secrets, SignatureHeader, options.Value.Grafana.TimestampHeader, Section);
    private readonly int _maxAlerts = options.Value.Grafana.MaxAlerts;

    public string Name => ReceiverName;

    public Problem? Off => _tokens.IsEmpty && _signature.IsEmpty
        ? Problem.ReceiverOff($"The Grafana receiver is off: set {Section}:Secrets or {Section}:Tokens.")
        : null;

    public TimeSpan AnswerWithin { get; } = options.Value.Grafana.AnswerWithin;

    private string OrElse => _signature.IsEmpty ? "" : $", or {SignatureHeader}";

    public Credential CredentialOf(HttpRequest request) => IsSigned(request) ? _signature.CredentialOf(request) : _tokens.CredentialOf(request, OrElse);

    public Problem? Doubt(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt) =>
        IsSigned(request) ? _signature.Doubt(request, body, receivedAt) : _tokens.Doubt(request, OrElse);

    public Reading Read(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => GrafanaParser.Parse(body.Span, receivedAt, _maxAlerts);

    /// <summary>A signature that is sent has to be right, whatever token comes with it.</summary>
    private bool IsSigned(HttpRequest request) => !_signature.IsEmpty && (_tokens.IsEmpty || _signature.IsOn(request));
}
