using Microsoft.AspNetCore.Http;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers.Generic;

/// <summary>A receiver of some sender's JSON, signed or with a bearer token.</summary>
internal sealed class GenericReceiver(GenericReceiverOptions options, string section) : IReceiver
{
    /// <summary>How one of them can prove who it is.</summary>
    public static IReadOnlyList<SenderProof> Proofs { get; } =
    [
        new("generic_signature", GenericReceiverOptions.DefaultSignatureHeader, "The HMAC-SHA256 of the body, hexadecimal, under one of the receiver's Secrets; its SignatureHeader may name another header, and its TimestampHeader what is signed in front of the body."),
        new("generic_token", null, "One of the receiver's Tokens, where it has no Secrets."),
    ];

    private readonly BearerTokens _tokens = new(options.Tokens);
    private readonly BodySignature _signature = new(options.Secrets, options.SignatureHeader, options.TimestampHeader, section);
    private readonly GenericParser _parser = new(options, section);

    public string Name { get; } = options.Name!;

    /// <summary>The start refuses one without secrets and tokens; here it would still be closed.</summary>
    public Problem? Off => _tokens.IsEmpty && _signature.IsEmpty ? Problem.ReceiverOff($"The receiver is off: set {section}:Secrets.") : null;

    public TimeSpan AnswerWithin { get; } = options.AnswerWithin;

    public Credential CredentialOf(HttpRequest request) => _signature.IsEmpty ? _tokens.CredentialOf(request) : _signature.CredentialOf(request);

    public Problem? Doubt(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt) =>
        _signature.IsEmpty ? _tokens.Doubt(request) : _signature.Doubt(request, body, receivedAt);

    public Reading Read(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => _parser.Parse(body, receivedAt);
}
