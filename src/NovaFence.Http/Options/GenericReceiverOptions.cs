using System.ComponentModel.DataAnnotations;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Receivers:Generic[]</c>: a receiver of some sender's JSON, at <c>POST /api/webhooks/NAME</c>.</summary>
public sealed class GenericReceiverOptions
{
    /// <summary>The signature's header where none is configured.</summary>
    public const string DefaultSignatureHeader = "X-NovaFence-Signature";

    /// <summary>Fewest characters of a token or a secret: any JSON is taken that shows it.</summary>
    public const int LeastSecretLength = 32;

    /// <summary>Most characters of <see cref="Name"/>.</summary>
    public const int MaxNameLength = 32;

    /// <summary>
    /// Its name in the path and in a route's <c>Receiver</c>, required and unique: lower-case letters, digits and hyphens, up to
    /// <see cref="MaxNameLength"/> of them.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// The secrets of an HMAC-SHA256 over the body, in hexadecimal digits, several for rotation; each of <see cref="LeastSecretLength"/> or more printable
    /// ASCII characters without spaces. Either these or <see cref="Tokens"/>. Only what is signed may have a route whose evidence is <c>asserted</c>.
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>The bearer tokens, for a sender that cannot sign, of the same form.</summary>
    public IList<string> Tokens { get; } = [];

    /// <summary>The header of the signature; <c>sha256=</c> may stand in front of the digits. Default <c>X-NovaFence-Signature</c>.</summary>
    public string SignatureHeader { get; set; } = DefaultSignatureHeader;

    /// <summary>
    /// A header with the seconds since 1970 at which it was signed; <c>timestamp:body</c> is signed then, and one more than
    /// <see cref="ReceiversOptions.MaxTimestampAge"/> from our clock is refused. Null: only the body is signed.
    /// </summary>
    public string? TimestampHeader { get; set; }

    /// <summary>Where the parts of an alert stand.</summary>
    public GenericPointersOptions Pointers { get; } = new();

    /// <summary>The words of <see cref="GenericPointersOptions.Status"/> that fire, compared letter by letter. Required.</summary>
    public IList<string> Firing { get; } = [];

    /// <summary>The words that resolve, as <see cref="Firing"/>. Required; any other word is ignored.</summary>
    public IList<string> Resolved { get; } = [];

    /// <summary>Most alerts of one delivery; more are answered 413 and none of them is acted on. 1 to 10,000; default 1,000.</summary>
    [Range(1, 10_000)]
    public int MaxAlerts { get; set; } = 1000;

    /// <summary>
    /// Time from the first byte to the answer; half of it is for the body to arrive. What is not in the ledger by then is answered 503, and the sender has to
    /// repeat it; what is, 200. 1 s to 60 s; default 8 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(8);
}
