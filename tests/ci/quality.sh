# What a reviewer would ask for.

# A restore without a lock file that fits quietly makes another one; the earlier phases may have done so.
lock_files() { run_group dotnet restore --locked-mode --force && git diff --exit-code -- '*packages.lock.json'; }

# White space only: style and analysers are errors of the build already, and the formatter takes usings for unnecessary that generated code needs.
format() { run_group dotnet format whitespace --no-restore --verify-no-changes --verbosity minimal; }

# The products and the benchmark that measures them; the tests were built above.
release_build() { run_group dotnet build --no-restore -c Release -warnaserror tests/NovaFence.Benchmarks; }

# The unit, but for the program it starts, which is not installed here.
systemd_unit() {
  command -v systemd-analyze >/dev/null || { skipped 1 "there is no systemd-analyze"; return; }
  sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' deploy/novafence.service >"$SCRATCH/novafence.service"
  systemd-analyze verify "$SCRATCH/novafence.service" || return 1
  # A key it does not know is a warning, and then it goes without. What it says of other units is theirs.
  ! systemd-analyze verify "$SCRATCH/novafence.service" 2>&1 | grep -F novafence.service
}

# Seeded histories of faults, races and crashes; what it found is at the end of its log, with the seed that repeats it.
simulation() {
  run_group dotnet build --no-restore -c Release tests/NovaFence.Simulation &&
    run_group dotnet run -c Release --no-build --project tests/NovaFence.Simulation -- --histories 100000
}
