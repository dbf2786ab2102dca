# Phases, their times and their counts; what was started, and its end. Read by .ci/run.
# A phase says what came of it with passed, failed and skipped; one that says nothing has passed or failed by its exit code.

LOGS=$PWD/artifacts/ci
PASSED=0 FAILED=0 SKIPPED=0 NUMBER=0
TIMES=() NOTES=() GROUPS_STARTED=()

begin() {
  rm -rf "$LOGS"; mkdir -p "$LOGS"
  SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/novafence-ci.XXXXXX")
  trap clean EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  say "novafence CI: $(git rev-parse --short HEAD 2>/dev/null || echo 'no git'), $(nproc) cores, .NET SDK $(dotnet --version)"
}

say() { printf '%s %s\n' "$(date +%T)" "$*"; }

passed() { PASSED=$((PASSED + $1)); }
failed() { FAILED=$((FAILED + $1)); }
skipped() { # COUNT WHY
  SKIPPED=$((SKIPPED + $1)); NOTES+=("skipped $1: $PHASE: $2")
}

phase() { # NAME COMMAND...: its output goes into a log, whose end is shown when something fails
  PHASE=$1; shift
  NUMBER=$((NUMBER + 1))
  LOG="$LOGS/$(printf '%02d' $NUMBER)-$(printf '%s' "$PHASE" | tr -cs 'a-zA-Z0-9' '-').log"
  local p=$PASSED f=$FAILED s=$SKIPPED began=$SECONDS code=0 came before
  before=$(processor)
  say "-- $PHASE"
  "$@" >>"$LOG" 2>&1 || code=$?
  if [ $code != 0 ] && [ "$FAILED" = "$f" ]; then failed 1; fi
  if [ "$PASSED $FAILED $SKIPPED" = "$p $f $s" ]; then passed 1; fi
  came="$((PASSED - p)) passed, $((FAILED - f)) failed, $((SKIPPED - s)) skipped, $((SECONDS - began)) s$(busy_since "$before")"
  say "   $came"
  TIMES+=("$(printf '%-32s %s' "$PHASE" "$came")")
  [ "$FAILED" = "$f" ] || show_end
}

# What all cores together have done so far, and could have, in ticks of the system's clock; nothing where there is no /proc.
processor() { awk '/^cpu / {for (i = 2; i <= 9; i++) all += $i; print all - $5 - $6, all}' /proc/stat 2>/dev/null; }

# How much of the machine a phase had use for: what waits can be done beside another, what works cannot.
busy_since() { # BEFORE
  awk -v before="$1" -v now="$(processor)" 'BEGIN {if (split(before, b) == 2 && split(now, n) == 2 && n[2] > b[2]) printf ", cores busy %d %%", 100 * (n[1] - b[1]) / (n[2] - b[2])}'
}

# Which tests failed, and what each said, comes first: the end of a log is often what the programs under test said.
show_end() {
  awk '{gsub(/\033\[[0-9;]*m/, "")} /^failed / {left = 12} left-- > 0' "$LOG" | head -n 120 | cut -c1-600 | sed 's/^/   | /'
  say "   the end of ${LOG#"$PWD"/}:"
  tail -n 40 "$LOG" | cut -c1-600 | sed 's/^/   | /'
  NOTES+=("failed: $PHASE, see ${LOG#"$PWD"/}$(failed_tests)")
}

# Their names and how each begins to say why, for whoever has only the last lines of this.
failed_tests() {
  awk '{gsub(/\033\[[0-9;]*m/, "")}
    /^failed / {left = 0; if (!seen[$2]++ && n++ < 20) {printf "\n     %s", $2; left = 4}; next}
    left-- > 0 {gsub(/^ +/, ""); printf " | %s", substr($0, 1, 300)}' "$LOG"
}

# Each in a process group of its own, so that it can be ended with all that it started.
start_group() { # LOG COMMAND...; sets GROUP
  local log=$1; shift
  set -m
  "$@" >>"$log" 2>&1 </dev/null &
  GROUP=$!
  set +m
  GROUPS_STARTED+=("$GROUP")
}

run_group() { # COMMAND...: waits for it, and a signal to this script does not have to
  start_group "$LOG" "$@"
  wait "$GROUP"
}

end_group() { # PGID: asks, then insists
  local i
  kill -TERM -- "-$1" 2>/dev/null || return 0
  for i in $(seq 1 100); do kill -0 -- "-$1" 2>/dev/null || return 0; sleep 0.1; done
  kill -KILL -- "-$1" 2>/dev/null || true
}

clean() {
  local group
  for group in "${GROUPS_STARTED[@]}"; do end_group "$group"; done
  stop_cloud >/dev/null 2>&1
  [ -z "${SharedCompilationId:-}" ] || pkill -f -- "-pipename:$SharedCompilationId" 2>/dev/null
  rm -rf "$SCRATCH"
}

finish() {
  clean
  trap - EXIT
  say "-- in all $SECONDS s"
  printf '   %s\n' "${TIMES[@]}" "${NOTES[@]}"
  echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
  [ "$FAILED" = 0 ]
  exit
}
