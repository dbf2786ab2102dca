using System.Text.Json.Nodes;

namespace NovaFence.Http.Endpoints;

/// <summary>What an <see cref="AdditionalEndpoint"/> answers.</summary>
public abstract record AdditionalAnswer
{
    private AdditionalAnswer()
    {
    }

    /// <summary>200 and this JSON, whose names are in <c>snake_case</c>.</summary>
    public sealed record Done(JsonObject Body) : AdditionalAnswer;

    /// <summary>The endpoint has written the whole answer itself, because it is no JSON.</summary>
    public sealed record Written : AdditionalAnswer;

    /// <summary>404, <c>application/problem+json</c>, <c>urn:novafence:problem:unknown-host</c>.</summary>
    /// <param name="Detail">A sentence that says what to do; at most an excerpt of what was sent stands in it.</param>
    public sealed record UnknownHost(string Detail) : AdditionalAnswer;
}
