using Microsoft.Azure.Functions.Worker.Builder;
using NovaFence.Functions;
using NovaFence.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.KeepLibrariesQuiet();
builder.Services.AddNovaFence(builder.Configuration).AddTimerSchedule();
builder.Services.AddTelemetry(builder.Configuration);
var app = builder.Build();
try
{
    app.Services.ValidateNovaFence();
    await app.RunAsync();
    return 0;
}
catch (Exception refused) when (RefusedStart.Reasons(refused) is { } reasons)
{
    // The host logs each line of its own: one that says "error" as an error, and again when it finds the worker gone.
    await Console.Error.WriteLineAsync($"error: NovaFence does not start: {string.Join(" | ", reasons)}");
    return 1;
}
