using System.Globalization;
using System.Text;
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
    public const string SignatureHeader = "X-Grafana-Alerting-Signature";

    /// <summary>Most digits of a timestamp: seconds since 1970 until the year 9999.</summary>
    private const int MostDigits = 12;

    private readonly BearerTokens _tokens = new(options.Value.Grafana.Tokens);
    private readonly byte[][] _secrets = [.. options.Value.Grafana.Secrets.Select(Encoding.UTF8.GetBytes)];
    private readonly string? _timestampHeader = options.Value.Grafana.TimestampHeader;
    private readonly int _maxAlerts = options.Value.Grafana.MaxAlerts;

    public string Name => ReceiverName;

    public Problem? Off => _tokens.IsEmpty && _secrets.Length == 0
        ? Problem.ReceiverOff($"The Grafana receiver is off: set {ReceiversOptions.Section}:Grafana:Secrets or {ReceiversOptions.Section}:Grafana:Tokens.")
        : null;

    public TimeSpan AnswerWithin { get; } = options.Value.Grafana.AnswerWithin;

    /// <summary>A signature that is sent has to be right, whatever token comes with it.</summary>
    public Problem? Doubt(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        if (_secrets.Length > 0 && (_tokens.IsEmpty || request.Headers.ContainsKey(SignatureHeader)))
            return DoubtSignature(request, body, receivedAt);
        if (BearerTokens.Of(request) is not { } token)
            return Problem.NotAuthentic($"Send one 'Authorization: Bearer' header with the receiver's token{(_secrets.Length > 0 ? $", or {SignatureHeader}" : "")}.");
        return _tokens.Contain(token) ? null : Problem.NotAuthentic("The bearer token is not one of this receiver's.");
    }

    public Reading Read(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => GrafanaParser.Parse(body.Span, receivedAt, _maxAlerts);

    private Problem? DoubtSignature(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        if (request.Headers[SignatureHeader] is not [{ } signature])
            return Problem.BadSignature($"Send the {SignatureHeader} header, once.");
        string? timestamp = null;
        if (_timestampHeader is not null)
        {
            timestamp = request.Headers[_timestampHeader] is [{ Length: > 0 and <= MostDigits } one] && one.All(char.IsAsciiDigit) ? one : null;
            if (timestamp is null)
                return Problem.BadSignature($"Send {_timestampHeader}, once, with seconds since 1970: it is the contact point's timestamp header and {ReceiversOptions.Section}:Grafana:TimestampHeader.");
        }

        if (!BodySignature.Matches(_secrets, signature, timestamp is null ? [] : Encoding.ASCII.GetBytes(timestamp), body))
            return Problem.BadSignature($"{SignatureHeader} is not this body's under a secret of this receiver's, with {(timestamp is null ? "no timestamp" : $"the timestamp of {_timestampHeader}")}.");
        if (timestamp is null)
            return null;
        var seconds = long.Parse(timestamp, CultureInfo.InvariantCulture) - receivedAt.ToUnixTimeSeconds();
        return Math.Abs(seconds) <= (long)GrafanaOptions.MaxTimestampAge.TotalSeconds
            ? null
            : Problem.BadSignature(FormattableString.Invariant(
                $"It was signed {Math.Abs(seconds)} s {(seconds < 0 ? "ago" : "ahead of our clock")}, and at most {GrafanaOptions.MaxTimestampAge.TotalSeconds:0} s are taken: compare the clocks."));
    }
}
