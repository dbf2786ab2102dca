using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Http.Answers;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Options;

namespace NovaFence.Http.Access;

/// <summary>Says who may use an endpoint of the API. Receivers have their own secrets.</summary>
internal sealed class AccessGate(IOptions<AccessOptions> options)
{
    private readonly BearerTokens _operators = new(options.Value.OperatorTokens);
    private readonly BearerTokens _readers = new(options.Value.ReaderTokens);
    private readonly BearerTokens _metrics = new(options.Value.MetricsTokens);

    /// <summary>Why this request may not pass; null when it may.</summary>
    public Problem? Refuse(HttpRequest request, EndpointAccess access) => access switch
    {
        EndpointAccess.Reader => RefuseReader(request),
        EndpointAccess.Metrics => RefuseMetrics(request),
        EndpointAccess.Operator => RefuseOperator(request),
        _ => null,
    };

    /// <summary>Whether the request carries a token that may read.</summary>
    public bool MayRead(HttpRequest request) => BearerTokens.Of(request) is { } token && MayRead(token);

    private Problem? RefuseReader(HttpRequest request)
    {
        if (_operators.IsEmpty && _readers.IsEmpty)
            return Problem.Closed($"Reading is off: set {AccessOptions.Section}:ReaderTokens or {AccessOptions.Section}:OperatorTokens.");
        return MayRead(request) ? null : Problem.NotAuthentic("Send 'Authorization: Bearer' with a reader's or an operator's token.");
    }

    private Problem? RefuseMetrics(HttpRequest request)
    {
        if (BearerTokens.Of(request) is { } token && (MayRead(token) | _metrics.Contain(token)))
            return null;
        // A proxy on this machine that says nothing of whom it asks for looks like this machine: whoever has one configures a token.
        if (_metrics.IsEmpty && OwnMachine.Asks(request))
            return null;
        return _operators.IsEmpty && _readers.IsEmpty && _metrics.IsEmpty
            ? Problem.Closed($"Metrics are for this machine alone: set {AccessOptions.Section}:MetricsTokens.")
            : Problem.NotAuthentic($"Send 'Authorization: Bearer' with one of {AccessOptions.Section}:MetricsTokens, a reader's or an operator's token.");
    }

    private Problem? RefuseOperator(HttpRequest request)
    {
        if (_operators.IsEmpty)
            return Problem.Closed($"Commands over HTTP are off: set {AccessOptions.Section}:OperatorTokens.");
        var token = BearerTokens.Of(request);
        if (token is not null && _operators.Contain(token))
            return null;
        return token is not null && _readers.Contain(token)
            ? Problem.Closed("A reader's token may not command: an operator's token is needed.")
            : Problem.NotAuthentic("Send 'Authorization: Bearer' with an operator's token.");
    }

    private bool MayRead(string token) => _operators.Contain(token) | _readers.Contain(token);
}
