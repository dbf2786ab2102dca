return NovaFence.Simulation.CommandLine.Run(args);
