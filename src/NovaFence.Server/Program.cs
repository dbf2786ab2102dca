using NovaFence.Server.Commands;

return await CommandLine.RunAsync(args);
