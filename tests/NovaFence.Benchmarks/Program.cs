return await NovaFence.Benchmarks.CommandLine.RunAsync(args);
