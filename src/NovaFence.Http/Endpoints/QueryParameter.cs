using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace NovaFence.Http.Endpoints;

/// <summary>One <c>?name=</c>: read by it, and described by it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it may be and what it does.</param>
internal sealed record QueryParameter(string Name, string Description)
{
    /// <summary>The words that it may be; empty where it is something else.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Least and most, where it is a whole number.</summary>
    public (int Least, int Most)? Number { get; init; }

    /// <summary>What holds without it; null where nothing in particular does.</summary>
    public int? Default { get; init; }

    /// <summary>True where it is <c>true</c> or <c>false</c>.</summary>
    public bool IsFlag { get; init; }

    /// <summary>What a request gives for it.</summary>
    public StringValues Of(HttpRequest request) => request.Query[Name];
}
