using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NovaFence.Core.Audit;
using NovaFence.Core.Hosts;

namespace NovaFence.Http.Answers;

/// <summary>The JSON of every answer, of the API and of the command line: snake_case, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(AlertStatusWord)])]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(HostsAnswer))]
[JsonSerializable(typeof(HostView))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(PausesAnswer))]
[JsonSerializable(typeof(ExplanationsAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class AnswersJson : JsonSerializerContext
{
    /// <summary>
    /// The one to use. It leaves quotes and letters as they are, which the default encoder would write as \u0027 for the sake of HTML pages;
    /// answers are <c>application/json</c> with <c>nosniff</c> and are read by people.
    /// </summary>
    /// <remarks>Made at first use: in which order the static parts of a generated class come to life is nobody's promise.</remarks>
    public static AnswersJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>How an answer is read: what every answer of its kind has must be there.</summary>
    public static AnswersJson Strict =>
        field ??= new(new JsonSerializerOptions(Default.Options) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true });

    /// <summary>The same on several lines, as the command line prints it.</summary>
    public static AnswersJson Indented =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });
}
