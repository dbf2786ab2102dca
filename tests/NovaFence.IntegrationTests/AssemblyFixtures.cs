// They wait for processes, leases and windows far more than they work.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
[assembly: AssemblyFixture(typeof(AzuriteFixture))]
