# What a reviewer would ask for.

# A restore without a lock file that fits quietly makes another one; the earlier phases may have done so.
lock_files() { run_group dotnet restore --locked-mode --force && git diff --exit-code -- '*packages.lock.json'; }

# White space only: style and analysers are errors of the build already, and the formatter takes usings for unnecessary that generated code needs.
format() { run_group dotnet format whitespace --no-restore --verify-no-changes --verbosity minimal; }

# The products and the benchmark that measures them; the tests were built above.
release_build() { run_group dotnet build --no-restore -c Release -warnaserror tests/NovaFence.Benchmarks; }
