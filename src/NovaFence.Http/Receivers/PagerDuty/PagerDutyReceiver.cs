using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Core.Options;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>PagerDuty webhooks v3, signed. Whatever is authentic is answered 2xx: three dropped deliveries stop all of them for 24 h.</summary>
internal sealed class PagerDutyReceiver(IOptions<ReceiversOptions> options, IOptions<HostsOptions> hosts) : IReceiver
{
    /// <summary>Its name in a route's <c>Receiver</c>.</summary>
    public const string ReceiverName = "pagerduty";

    private const string SignatureHeader = "X-PagerDuty-Signature";

    /// <summary>How it can prove who it is.</summary>
    public static IReadOnlyList<SenderProof> Proofs { get; } =
        [new("pagerduty_signature", SignatureHeader, $"'v1=' and the HMAC-SHA256 of the body, hexadecimal, under one of {ReceiversOptions.Section}:PagerDuty:Secrets; several with commas between them.")];

    private readonly byte[][] _secrets = [.. options.Value.PagerDuty.Secrets.Select(Encoding.UTF8.GetBytes)];
    private readonly PagerDutyHost _host = new(hosts.Value);

    public string Name => ReceiverName;

    public Problem? Off => _secrets.Length == 0
        ? Problem.ReceiverOff($"The PagerDuty receiver is off: set {ReceiversOptions.Section}:PagerDuty:Secrets.")
        : null;

    public TimeSpan AnswerWithin { get; } = options.Value.PagerDuty.AnswerWithin;

    public Credential CredentialOf(HttpRequest request)
    {
        var header = request.Headers[SignatureHeader];
        if (header.Count == 0)
            return new Credential.None(Problem.BadSignature($"The {SignatureHeader} header is missing."));
        return PagerDutySignature.IsIn(header)
            ? new Credential.Signature()
            : new Credential.None(Problem.BadSignature($"No v1 signature is in {SignatureHeader}: 'v1=' and 64 hexadecimal digits."));
    }

    public Problem? Doubt(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt) =>
        PagerDutySignature.Matches(_secrets, request.Headers[SignatureHeader], body)
            ? null
            : Problem.BadSignature($"No v1 signature in {SignatureHeader} is this body's under a secret of this receiver's.");

    public Reading Read(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => PagerDutyParser.Parse(body, receivedAt, _host);
}
