using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Receivers;

namespace NovaFence.Http.Endpoints;

/// <summary>One endpoint, as every head must offer it, and as <c>/api/openapi.json</c> describes it.</summary>
/// <param name="Name">Its name; also the name of the method of <see cref="NovaFenceEndpoints"/>, and of the function on Azure Functions.</param>
/// <param name="Method">The one HTTP method it takes.</param>
/// <param name="Pattern">The whole route, with its leading slash. The Functions host puts nothing before it: <c>host.json</c>, <c>routePrefix</c>.</param>
/// <param name="Access">Who may use it. Checked in the handler, so that a head cannot forget to.</param>
/// <param name="Handler">What it does; writes the whole answer, refusals and failures too.</param>
public sealed record EndpointDefinition(
    string Name,
    string Method,
    string Pattern,
    EndpointAccess Access,
    Func<NovaFenceEndpoints, HttpContext, Task> Handler)
{
    /// <summary>What it is for, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What it answers with, unless it refuses: a type of this assembly's JSON; <see cref="object"/> where any JSON object.</summary>
    public required Type Answer { get; init; }

    /// <summary>The statuses that <see cref="Answer"/> comes with.</summary>
    internal IReadOnlyList<int> Statuses { get; init; } = [StatusCodes.Status200OK];

    /// <summary>The statuses of its refusals besides those that <see cref="Refusals"/> adds.</summary>
    internal IReadOnlyList<int> OwnRefusals { get; init; } = [];

    /// <summary>Its body: a type of <see cref="RequestsJson"/>; <see cref="object"/> where it is a sender's own JSON, and null where it takes none.</summary>
    internal Type? Body { get; init; }

    /// <summary>Its <c>?name=</c>. Asked for only to describe it, so that no start has to wait for their words.</summary>
    internal Func<IReadOnlyList<QueryParameter>> Query { get; init; } = static () => [];

    /// <summary>How a sender proves who it is: one of these; empty unless <see cref="Access"/> is <see cref="EndpointAccess.Sender"/>.</summary>
    internal Func<IReadOnlyList<SenderProof>> Proofs { get; init; } = static () => [];

    /// <summary>The statuses of all its refusals, in order: its own, those of its access, those of a body, and a defect's.</summary>
    internal IEnumerable<int> Refusals => OwnRefusals.Concat(OfAccess).Concat(OfBody).Append(OfDefect).Distinct().Order();

    [SuppressMessage("Style", "IDE0072:Add missing cases", Justification = "Anybody is refused nothing.")]
    private IEnumerable<int> OfAccess => Access switch
    {
        EndpointAccess.Reader or EndpointAccess.Operator => [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden],
        EndpointAccess.Sender => [StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound],
        _ => [],
    };

    private IEnumerable<int> OfBody => Body is null
        ? []
        : [StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable];

    /// <summary>As <see cref="Doorkeeper"/> answers for an endpoint that fails.</summary>
    private int OfDefect => Access == EndpointAccess.Sender ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
}
