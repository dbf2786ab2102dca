# What takes hours: read by .ci/run, started by .ci/long.

HISTORIES=3000000
SEED=$(date +%s)

long_options() {
  while [ $# -gt 0 ]; do
    case $1:${2:-} in
      --histories:[1-9]*) HISTORIES=$2; shift 2 ;;
      --seed:[0-9]*) SEED=$2; shift 2 ;;
      *) sed -n '2,/^exec/s/^# \{0,1\}//p' .ci/long; [ "$1" = --help ]; exit ;;
    esac
  done
}

long() {
  phase 'a home without configuration'     empty_home
  phase 'Debian packages'                  install_packages
  prepare_cloud
  phase 'build'                            build_all
  phase 'Release build'                    build_release
  phase 'soak, ten minutes'                soak 600
  phase 'a real Nova, eventlet'            start_cloud eventlet
  phase 'cloud contract, eventlet'         contract eventlet RealByNameContract
  stop_cloud
  phase 'benchmark: audit'                 benchmark audit
  phase 'benchmark: force-down'            benchmark sandbox --nova-takes 14 --rounds 60 --storms 5
  phase 'benchmark: while many look'       benchmark watched --pairs 10
  local half=$(((HISTORIES + 1) / 2))
  phase "$half histories from $SEED"       histories "$half" "$SEED"
  phase 'as many after them, mixed'        histories "$half" "$((SEED + half))" --mixed
}

benchmark() { # ARGUMENTS...: its RESULT lines, dated
  local code=0 line
  run_group dotnet run -c Release --no-build --project tests/NovaFence.Benchmarks -- "$@" || code=$?
  while read -r line; do result "$line"; done < <(sed -n 's/^RESULT //p' "$LOG")
  return $code
}

histories() { # HOW_MANY [SEED [--mixed]]: every violation is told with its seed
  local code=0 began=$SECONDS profiled=0
  # What a profile gains is not regained in minutes.
  [ "$1" -lt 100000 ] || profiled=1
  run_group env DOTNET_TieredPGO=$profiled dotnet run -c Release -p:RunAnalyzers=false --project tests/NovaFence.Simulation -- --all --histories "$1" --seed "${2:-1}" "${@:3}" || code=$?
  result "histories=$1 seed=${2:-1}${3:+ mixed} seconds=$((SECONDS - began)) $([ $code = 0 ] && echo held || echo VIOLATED)"
  return $code
}

result() { NOTES+=("RESULT $1 at $(date -u +%FT%TZ) of $(git rev-parse --short HEAD)"); }
