using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using NovaFence.Http.Answers;
using NovaFence.Http.Endpoints;

namespace NovaFence.Http.Describing;

/// <summary>The description of the API, OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), made from <see cref="EndpointTable"/>.</summary>
internal sealed class ApiDescription
{
    private const string Json = "application/json";
    private const string ReaderScheme = "reader";
    private const string OperatorScheme = "operator";
    private const string Bearer = "bearer";

    private readonly SchemaList _schemas = new();
    private readonly OpenApiDocument _document = new()
    {
        Info = new OpenApiInfo
        {
            Title = "NovaFence",
            Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
            Description = "Turns alerts about compute hosts into forced_down in Nova, and back. Answers may grow: a client passes over names that it does not know.",
        },
        Paths = [],
        Components = new OpenApiComponents
        {
            Schemas = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal),
        },
    };

    private ApiDescription(IReadOnlyList<EndpointDefinition> endpoints)
    {
        AddScheme(ReaderScheme, null, "One of NovaFence:Access:ReaderTokens.");
        AddScheme(OperatorScheme, null, "One of NovaFence:Access:OperatorTokens.");
        foreach (var proof in endpoints.SelectMany(endpoint => endpoint.Proofs()))
            AddScheme(proof.Name, proof.Header, proof.Description);

        // References are written only to what is there, so that the schemas come first.
        foreach (var endpoint in endpoints)
        {
            _ = AnswerOf(endpoint);
            _ = BodyOf(endpoint);
        }

        _ = _schemas.OfWritten(AnswersJson.Readable.Problem);
        foreach (var (name, schema) in _schemas.Named)
            _document.AddComponent(name, Schema(schema));

        foreach (var endpoint in endpoints)
        {
            if (!_document.Paths.TryGetValue(endpoint.Pattern, out var path))
                _document.Paths.Add(endpoint.Pattern, path = new OpenApiPathItem());
            ((OpenApiPathItem)path).AddOperation(HttpMethod.Parse(endpoint.Method), Operation(endpoint));
        }
    }

    /// <summary>The document, indented, with a line feed at its end.</summary>
    public static string Of(IReadOnlyList<EndpointDefinition> endpoints)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new ApiDescription(endpoints)._document.SerializeAsV31(new OpenApiJsonWriter(text));
        return text + "\n";
    }

    private OpenApiOperation Operation(EndpointDefinition endpoint) => new()
    {
        OperationId = endpoint.Name,
        Summary = endpoint.Summary,
        Parameters = [.. RoutePatternFactory.Parse(endpoint.Pattern).Parameters.Select(PathParameter), .. endpoint.Query().Select(Parameter)],
        RequestBody = BodyOf(endpoint) is { } body ? new OpenApiRequestBody { Required = true, Content = Content((Json, body)) } : null,
        Responses = Responses(endpoint),
        Security = Security(endpoint),
    };

    private static OpenApiParameter PathParameter(RoutePatternParameterPart part) => new()
    {
        Name = part.Name,
        In = ParameterLocation.Path,
        Required = true,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = part.Name == HostName.RouteValue ? HostName.MaxLength : null },
    };

    private static OpenApiParameter Parameter(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Schema = new OpenApiSchema
        {
            Type = parameter.IsFlag ? JsonSchemaType.Boolean : parameter.Number is null ? JsonSchemaType.String : JsonSchemaType.Integer,
            Enum = parameter.Words.Count == 0 ? null : [.. parameter.Words.Select(word => (JsonNode)JsonValue.Create(word))],
            Minimum = parameter.Number?.Least.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Number?.Most.ToString(CultureInfo.InvariantCulture),
            Default = parameter.Default is { } number ? JsonValue.Create(number) : null,
        },
    };

    /// <summary>A status may be an answer's and a refusal's: the media type tells them apart.</summary>
    private OpenApiResponses Responses(EndpointDefinition endpoint)
    {
        var responses = new OpenApiResponses();
        foreach (var status in endpoint.Statuses.Concat(endpoint.Refusals).Distinct().Order())
        {
            var content = new List<(string, JsonNode)>();
            if (endpoint.Statuses.Contains(status))
                content.Add((Json, AnswerOf(endpoint)));
            if (endpoint.Refusals.Contains(status))
                content.Add((Problem.MediaType, _schemas.OfWritten(AnswersJson.Readable.Problem)));
            responses.Add(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status), Content = Content([.. content]) });
        }

        return responses;
    }

    private List<OpenApiSecurityRequirement> Security(EndpointDefinition endpoint)
    {
        IEnumerable<string> schemes = endpoint.Access switch
        {
            EndpointAccess.Anybody => [],
            EndpointAccess.Sender => endpoint.Proofs().Select(proof => proof.Name),
            EndpointAccess.Reader => [ReaderScheme, OperatorScheme],
            EndpointAccess.Operator => [OperatorScheme],
            _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
        };
        return [.. schemes.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, _document)] = [] })];
    }

    private void AddScheme(string name, string? header, string description) => _document.AddComponent(name, new OpenApiSecurityScheme
    {
        Type = header is null ? SecuritySchemeType.Http : SecuritySchemeType.ApiKey,
        Scheme = header is null ? Bearer : null,
        In = header is null ? null : ParameterLocation.Header,
        Name = header,
        Description = description,
    });

    private JsonNode AnswerOf(EndpointDefinition endpoint) =>
        endpoint.Answer == typeof(object) ? new JsonObject { ["type"] = "object" } : _schemas.OfWritten(InfoOf(AnswersJson.Readable, endpoint.Answer));

    private JsonNode? BodyOf(EndpointDefinition endpoint) => endpoint.Body is not { } type ? null
        : type == typeof(object) ? new JsonObject { ["description"] = "The JSON that its sender sends." }
        : _schemas.OfRead(InfoOf(RequestsJson.Default, type));

    private static JsonTypeInfo InfoOf(JsonSerializerContext context, Type type) =>
        context.Options.GetTypeInfo(type);

    private Dictionary<string, IOpenApiMediaType> Content(params IEnumerable<(string Type, JsonNode Schema)> content) =>
        content.ToDictionary(one => one.Type, one => (IOpenApiMediaType)new OpenApiMediaType { Schema = Schema(one.Schema) }, StringComparer.Ordinal);

    /// <summary>The library's own reader turns what the exporter wrote into its model.</summary>
    private IOpenApiSchema Schema(JsonNode schema)
    {
        if (schema["$ref"] is { } reference)
            return new OpenApiSchemaReference(reference.GetValue<string>()[(reference.GetValue<string>().LastIndexOf('/') + 1)..], _document);
        var read = OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, _document, out var diagnostic, OpenApiConstants.Json);
        return diagnostic.Errors.Count == 0 && read is not null
            ? read
            : throw new NotSupportedException($"A schema cannot be described: {string.Join("; ", diagnostic.Errors)}");
    }
}
