using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace NovaFence.Http.Answers;

/// <summary>A refusal, as <c>application/problem+json</c> (RFC 9457). Its text holds no secret and at most an excerpt of what was sent.</summary>
/// <param name="Type">What kind of problem, as <c>urn:novafence:problem:…</c>; stays the same from version to version.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request, and what to do.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail)
{
    /// <summary>The media type of every refusal.</summary>
    internal const string MediaType = "application/problem+json";

    private const string Kind = "urn:novafence:problem:";

    /// <summary>True where <c>Retry-After</c> is sent along.</summary>
    [JsonIgnore]
    public bool MayPass { get; private init; }

    /// <summary>A header that this kind of refusal carries; null for none.</summary>
    [JsonIgnore]
    public KeyValuePair<string, string>? Header { get; private init; }

    public static Problem Unreadable(string detail) => new(Kind + "unreadable", "Not readable", StatusCodes.Status400BadRequest, detail);

    public static Problem NotAuthentic(string detail) => new(Kind + "not-authentic", "Not authentic", StatusCodes.Status401Unauthorized, detail)
    {
        Header = new("WWW-Authenticate", "Bearer"),
    };

    public static Problem BadSignature(string detail) => new(Kind + "not-authentic", "Not authentic", StatusCodes.Status401Unauthorized, detail);

    public static Problem Closed(string detail) => new(Kind + "closed", "Not open to you", StatusCodes.Status403Forbidden, detail);

    public static Problem ReceiverOff(string detail) => new(Kind + "receiver-off", "The receiver is off", StatusCodes.Status404NotFound, detail);

    public static Problem NoSuchPath() =>
        new(Kind + "no-such-path", "No such path", StatusCodes.Status404NotFound, "NovaFence has nothing at this path; its endpoints begin with /api/.");

    public static Problem UnknownHost(string? detail = null) =>
        new(Kind + "unknown-host", "Unknown host", StatusCodes.Status404NotFound, detail ?? Answers.UnknownHost.Sentence(null));

    public static Problem NoAuditYet() => new(
        Kind + "no-audit-yet", "No audit yet", StatusCodes.Status404NotFound, "No audit has been kept yet; POST to the same path runs one now.");

    public static Problem WrongMethod(string allowed) =>
        new(Kind + "wrong-method", "Wrong method", StatusCodes.Status405MethodNotAllowed, $"This path takes {allowed}.")
        {
            Header = new("Allow", allowed),
        };

    public static Problem TooLarge(string detail) => new(Kind + "too-large", "Too large", StatusCodes.Status413PayloadTooLarge, detail);

    public static Problem WrongMediaType(string detail) =>
        new(Kind + "wrong-media-type", "Wrong media type", StatusCodes.Status415UnsupportedMediaType, detail);

    /// <summary>RFC 9110, 15.5.16: with <c>Accept-Encoding</c> the sender knows that the coding was the trouble, not the media type.</summary>
    public static Problem WrongCoding(string detail) => WrongMediaType(detail) with { Header = new("Accept-Encoding", "identity") };

    /// <summary>The request can be read, and what it asks for cannot be done as things are.</summary>
    public static Problem NotDone(string detail) =>
        new(Kind + "not-done", "Cannot be done", StatusCodes.Status422UnprocessableEntity, detail);

    public static Problem Broken() => new(
        Kind + "broken", "NovaFence failed", StatusCodes.Status500InternalServerError, "Something went wrong here; the log says what.");

    public static Problem Unavailable(string detail) =>
        new(Kind + "unavailable", "Not now", StatusCodes.Status503ServiceUnavailable, detail) { MayPass = true };
}
