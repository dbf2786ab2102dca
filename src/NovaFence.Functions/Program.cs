using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using NovaFence.Functions;
using NovaFence.Server.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddNovaFence(builder.Configuration);
builder.Services.AddTelemetry(builder.Configuration);
await builder.Build().RunAsync();
