# What a reviewer would ask for.

# A restore without a lock file that fits quietly makes another one; the earlier phases may have done so.
lock_files() { run_group dotnet restore --locked-mode --force && git diff --exit-code -- '*packages.lock.json'; }

# White space only: style and analysers are errors of the build already, and the formatter takes usings for unnecessary that generated code needs.
format() { run_group dotnet format whitespace --no-restore --verify-no-changes --verbosity minimal; }

# What clients of the last release would notice: of the last tag, or of the commit in tests/ci/version-before. To be read, not a fault.
api_difference() {
  local before changed
  before=$(version_before) || { skipped 1 "$before"; return; }
  git cat-file -e "$before:docs/openapi.json" 2>/dev/null || { echo "the API of $before is not described"; NOTES+=("RESULT api_difference: $before has no docs/openapi.json"); return; }
  git diff "$before" -- docs/openapi.json
  changed=$(git diff --numstat "$before" -- docs/openapi.json | awk '{print "+" $1 " -" $2}')
  NOTES+=("RESULT api_difference since $before: ${changed:-none}; see ${LOG#"$PWD"/}")
  [ -z "$changed" ] || mapfile -t -O ${#NOTES[@]} NOTES < <(git diff -U0 "$before" -- docs/openapi.json | grep '^[-+] ' | head -n 40)
}

# The last release, or why it cannot be had: a clone may lack tags and history.
version_before() {
  local before
  before=$(git describe --tags --abbrev=0 2>/dev/null) || before=$(cat tests/ci/version-before)
  git cat-file -e "$before^{commit}" 2>/dev/null && { echo "$before"; return; }
  echo "this clone does not have $before"
  return 1
}

# What needs nothing but a processor, while tests on the real cloud wait for it. It stands back for them, one after the other: builds write the same folders.
meanwhile() {
  say "   builds, matchers, simulation and what dotnet test had no time for go on meanwhile"
  start_group "$LOGS/release-build.log" build_release
  BUILDING=$GROUP
  start_group "$LOGS/version-before.log" after "$BUILDING" build_before
  BUILDING_BEFORE=$GROUP
  start_group "$LOGS/functions-publish.log" after "$BUILDING_BEFORE" publish_functions
  PUBLISHING=$GROUP
  start_group "$LOGS/matchers.log" after "$PUBLISHING" match_all
  MATCHING=$GROUP
  start_group "$LOGS/simulation.log" after "$MATCHING" simulate
  SIMULATING=$GROUP
  start_group "$LOGS/thorough.log" after "$SIMULATING" try_all
  TRYING=$GROUP
}

after() { # PID COMMAND...: when that process has ended, however it did
  while kill -0 "$1" 2>/dev/null; do sleep 1; done
  shift
  "$@"
}

# Analysers are two thirds of a build's work, and have said what they have to say of the same lines in the first one.
build_again() { nice -n 19 dotnet build -c Release -p:RunAnalyzers=false "$@"; }

# The products, the benchmark that measures them, and the simulation; the tests were built before.
build_release() { build_again --no-restore -warnaserror tests/NovaFence.Benchmarks && build_again --no-restore -warnaserror tests/NovaFence.Simulation; }

# Seeded histories of faults, races and crashes; what it found is at the end of its log, with the seed that repeats it.
simulate() {
  walk --histories 6000 && walk --mixed --histories 4000
}

walk() { DOTNET_TieredPGO=0 nice -n 19 dotnet run -c Release --no-build --project tests/NovaFence.Simulation -- "$@"; }

wait_for() { # GROUP LOG
  local code=0
  wait "$1" || code=$?
  cat "$LOGS/$2.log"
  return $code
}

# The unit, but for the program it starts, which is not installed here.
systemd_unit() {
  command -v systemd-analyze >/dev/null || { skipped 1 "there is no systemd-analyze"; return; }
  sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' deploy/novafence.service >"$SCRATCH/novafence.service"
  systemd-analyze verify "$SCRATCH/novafence.service" || return 1
  # A key it does not know is a warning, and then it goes without. What it says of other units is theirs.
  ! systemd-analyze verify "$SCRATCH/novafence.service" 2>&1 | grep -F novafence.service
}
