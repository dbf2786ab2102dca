using NovaFence.TestPrograms;
using NovaFence.TestPrograms.Crashing;

// "commands END", or a step of a PUT and "down" or "up".
return args is ["commands", var end]
    ? await ManyCommands.RunAsync(end)
    : await DyingServer.RunAsync(Enum.Parse<KillStep>(args[0]), down: args[1] == "down");
