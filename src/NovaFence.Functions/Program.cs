using Microsoft.Azure.Functions.Worker.Builder;
using NovaFence.Functions;
using NovaFence.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.KeepLibrariesQuiet();
builder.Services.AddNovaFence(builder.Configuration);
builder.Services.AddTelemetry(builder.Configuration);
var app = builder.Build();
// The host logs what is thrown here.
app.Services.ValidateNovaFence();
await app.RunAsync();
