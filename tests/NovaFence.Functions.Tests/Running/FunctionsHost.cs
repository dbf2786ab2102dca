using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Functions.Tests.Source;
using NovaFence.Hosting;

namespace NovaFence.Functions.Tests.Running;

/// <summary>
/// A stand-in for the Functions host: routes to the functions as their attributes say, each call with an instance of its own, on a real Kestrel.
/// It asks for no function key: that is the real host's part.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FunctionsHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public static async Task<FunctionsHost> StartAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddConfiguration(Composed.Configuration(settings));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddNovaFence(builder.Configuration);
        var app = builder.Build();
        foreach (var function in FunctionsApp.Functions.Where(static function => function.IsHttp))
            app.MapMethods(function.Route!, function.Methods, (RequestDelegate)(context => InvokeAsync(function, context.RequestServices, context.Request)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FunctionsHost(app);
    }

    /// <summary>The timer fires.</summary>
    public Task FireAsync() => InvokeAsync(FunctionsApp.Timer, _app.Services, null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static Task InvokeAsync(FunctionDeclaration function, IServiceProvider services, params object?[] arguments) =>
        (Task)function.Code.Invoke(ActivatorUtilities.CreateInstance(services, function.Code.DeclaringType!), arguments)!;
}
