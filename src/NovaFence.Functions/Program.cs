using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Options;
using NovaFence.Functions;
using NovaFence.Server.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.KeepLibrariesQuiet();
builder.Services.AddNovaFence(builder.Configuration);
builder.Services.AddTelemetry(builder.Configuration);
var app = builder.Build();
// Before anything is composed, as the server does it: every wrong key is named at once. The host logs what is thrown here.
app.Services.GetRequiredService<IStartupValidator>().Validate();
await app.RunAsync();
