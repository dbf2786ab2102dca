using System.Globalization;
using NovaFence.TestPrograms;
using NovaFence.TestPrograms.Attacking;
using NovaFence.TestPrograms.Crashing;

// "commands END", "attack OF_EACH HELD", or a step of a PUT and "down" or "up".
return args switch
{
    ["commands", var end] => await ManyCommands.RunAsync(end),
    ["attack", var ofEach, var held] => await AttackProgram.RunAsync(int.Parse(ofEach, CultureInfo.InvariantCulture), int.Parse(held, CultureInfo.InvariantCulture)),
    _ => await DyingServer.RunAsync(Enum.Parse<KillStep>(args[0]), down: args[1] == "down"),
};
