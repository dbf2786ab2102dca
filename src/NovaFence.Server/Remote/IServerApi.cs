using Refit;

namespace NovaFence.Server.Remote;

/// <summary>The API of a server (docs/commands.md), as far as commands use it. Answers are read by <see cref="ServerClient"/>, which says what is wrong with them.</summary>
[Headers("Accept: application/json, application/problem+json")]
internal interface IServerApi
{
    [Get("/api/status")]
    Task<HttpResponseMessage> StatusAsync(CancellationToken cancellationToken);

    [Get("/api/report")]
    Task<HttpResponseMessage> ReportAsync([Query] string? since, CancellationToken cancellationToken);

    [Get("/api/hosts")]
    Task<HttpResponseMessage> HostsAsync([Query] string? state, CancellationToken cancellationToken);

    [Get("/api/events")]
    Task<HttpResponseMessage> EventsAsync([Query] string? host, [Query] string? since, [Query] string? verdict, [Query] int limit, CancellationToken cancellationToken);

    [Put("/api/hosts/{host}/force-down")]
    Task<HttpResponseMessage> ForceDownAsync(string host, [Body] HttpContent body, CancellationToken cancellationToken);

    [Get("/api/audit")]
    Task<HttpResponseMessage> AuditsAsync([Query] int limit, CancellationToken cancellationToken);

    [Post("/api/audit")]
    Task<HttpResponseMessage> AuditAsync(CancellationToken cancellationToken);

    [Post("/api/explain")]
    Task<HttpResponseMessage> ExplainAsync([Query] string? receiver, [Body] HttpContent body, CancellationToken cancellationToken);

    [Get("/api/pause")]
    Task<HttpResponseMessage> PausesAsync(CancellationToken cancellationToken);

    [Put("/api/pause")]
    Task<HttpResponseMessage> PauseAsync([Body] HttpContent body, CancellationToken cancellationToken);

    [Delete("/api/pause")]
    Task<HttpResponseMessage> ResumeAsync([Query] string? host, [Query] string? storm, [Query] string? notify, CancellationToken cancellationToken);
}
