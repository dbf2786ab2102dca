# Running tests and counting them, off the summary that the runner prints.

readme_tests() {
  local command code=0
  command=$(first_commands | sed -n 2p)
  echo "$ $command"
  # The one thing added: a machine that has Node must not skip Azurite, nor one that has Prometheus promtool.
  [ "$DEBIAN" = no ] || export NOVAFENCE_REQUIRE_AZURITE=1 NOVAFENCE_REQUIRE_PROMTOOL=1 NOVAFENCE_REQUIRE_JSONNET=1
  # shellcheck disable=SC2086
  run_group $command || code=$?
  count_tests
  return $code
}

# What the tests that ran before left out for its time, or tried a part of. Leases and windows are waited for in some: they must not starve.
try_all() {
  local project code=0
  for project in NovaFence.Tests NovaFence.IntegrationTests; do
    NOVAFENCE_THOROUGH=1 nice -n 5 "tests/$project/bin/Debug/net10.0/$project" --progress off --filter-trait Tier=thorough || code=$?
  done
  return $code
}

build_all() { run_group dotnet build -warnaserror -warnnotaserror:NU1603; }

# Without those of the ledger, which want Azurite as well.
unit_tests() { run_tests NovaFence.Tests --filter-not-namespace 'NovaFence.Ledger.Tests*'; }

run_tests() { # PROJECT ARGUMENTS...: as built
  local project=$1 code=0 from; shift
  from=$(($(wc -l <"$LOG") + 1))
  run_group "tests/$project/bin/Debug/net10.0/$project" --progress off "$@" || code=$?
  count_tests "$from"
  return $code
}

# The same clouds.yaml and OS_* variables read by Debian's openstacksdk and by NovaFence. More are made up than in the tests that ran before.
clouds_beside_openstacksdk() {
  [ "$DEBIAN" = yes ] || { skipped 1 "there is no openstacksdk"; return; }
  local code=0
  NOVAFENCE_REQUIRE_OPENSTACKSDK=1 NOVAFENCE_CLOUDS=1500 run_tests NovaFence.Tests --output Detailed --filter-class '*.SideBySideTests' || code=$?
  NOTES+=("RESULT clouds_compared=$(awk 'match($0, /RESULT clouds_compared=[0-9]+/) {n += substr($0, RSTART + 23, RLENGTH - 23)} END {print n + 0}' "$LOG")")
  return $code
}

# What our matchers take and match, and our routes, against Debian's Alertmanager: some 9,000 generated matchers, each with 40 values, and as many routes.
match_all() {
  local required=0
  # It was installed before: what is skipped then is a fault.
  [ "$DEBIAN" = no ] || required=1
  NOVAFENCE_REQUIRE_AMTOOL=$required NOVAFENCE_AMTOOL_BATCHES=60 NOVAFENCE_AMTOOL_SEED=1000 nice -n 19 tests/NovaFence.Tests/bin/Debug/net10.0/NovaFence.Tests --progress off --filter-class '*AmtoolTests'
}

# Tests that went on meanwhile.
counted() { # GROUP LOG
  local code=0
  wait_for "$1" "$2" || code=$?
  count_tests
  return $code
}

# The server while others hold all that they may, it is killed, and Nova, Keystone and ledger go away.
soak() { # SECONDS
  local code=0 line
  NOVAFENCE_SOAK_SECONDS=$1 run_tests NovaFence.IntegrationTests --explicit only --output Detailed --filter-class '*.SoakTests' || code=$?
  while read -r line; do result "$line"; done < <(grep -oE 'RESULT soak_[a-z0-9_]+=.*' "$LOG" | sed 's/^RESULT //')
  return $code
}

# Adds what the summaries in this phase's log say, from a line on; the reasons of what was skipped, each once.
count_tests() { # [LINE]
  local counts
  # Where the runner takes the machine for a build server it colours its lines.
  counts=$(tail -n "+${1:-1}" "$LOG" | awk '{gsub(/\033\[[0-9;]*m/, "")} /Test run summary:/ {on = 1} on && /^ *(failed|succeeded|skipped): [0-9]+$/ {n[$1] += $2; any = 1} /^ *duration:/ {on = 0}
    END {if (any && n["succeeded:"] + n["failed:"] + n["skipped:"] > 0) print n["succeeded:"] + 0, n["failed:"] + 0, n["skipped:"] + 0}')
  if [ -z "$counts" ]; then echo "no test was run"; failed 1; return; fi
  # shellcheck disable=SC2086
  set -- $counts
  passed "$1"; failed "$2"
  [ "$3" = 0 ] || skipped "$3" "$(skip_reasons)"
}

skip_reasons() {
  awk '{gsub(/\033\[[0-9;]*m/, "")} follows && /^  / {sub(/^ +/, ""); if (!seen[$0]++) printf "%s%s", (n++ ? " / " : ""), $0} {follows = /^skipped /}' "$LOG" | cut -c1-600
}
