# A real Keystone and Nova, made by tests/openstack/devstack-lite.sh, on ports of their own.

CLOUD=no

cloud_command() { # VERB [SERVICE...], or VARIABLE=VALUE before it
  local settings=()
  while [[ ${1:-} == *=* ]]; do settings+=("$1"); shift; done
  # Each process of the API loads Nova by itself, ten seconds of processor time: with more of them than cores a start beside other phases takes minutes.
  env OSL_STATE="$SCRATCH/cloud" OSL_PORT_OFFSET="$OFFSET" OSL_API_WORKERS=2 "${settings[@]}" bash tests/openstack/devstack-lite.sh "$@"
}

# In the background, beside the build: it waits for the network and the disk more than for the processor.
prepare_cloud() {
  [ "$DEBIAN" = yes ] || return 0
  OFFSET=$(free_offset)
  say "   the cloud is being installed meanwhile, its ports moved by $OFFSET"
  start_group "$LOGS/cloud-install.log" cloud_command install
  INSTALLING=$GROUP
  CLOUD=installing
}

# An offset at which none of its ports is in use. They stay below 32768, where the system takes its own from.
free_offset() {
  local offset port
  for offset in $(seq 12000 500 22500); do
    for port in 4369 5000 5672 5673 8774 8778 9292 9696; do
      listens $((port + offset)) && continue 2
    done
    echo "$offset"
    return
  done
  echo 12000
}

start_cloud() { # uwsgi | eventlet
  [ "$CLOUD" != no ] || { skipped 1 "there is none"; return; }
  if [ "$CLOUD" = installing ]; then
    wait "$INSTALLING" || { cat "$LOGS/cloud-install.log"; tail -n 30 "$SCRATCH"/cloud/log/*.log; CLOUD=no; return 1; }
    CLOUD=installed
  fi
  run_group cloud_command OSL_NOVA_API="$1" install && run_group cloud_command start || { tail -n 30 "$SCRATCH"/cloud/log/*.log; return 1; }
  CLOUD=$1
  # shellcheck disable=SC1091
  . "$SCRATCH/cloud/openrc"
  export NOVAFENCE_CONTRACT_CLOUD=real NOVAFENCE_CONTRACT_KEYSTONE=stop
  export NOVAFENCE_CONTRACT_COMPUTE="env OSL_STATE=$SCRATCH/cloud bash $PWD/tests/openstack/devstack-lite.sh"
}

# How an API server speaks HTTP and how NovaFence names a host have nothing to do with each other: each is proven with one of the other, and what was
# recorded of Nova is replayed on both.
contract() { # uwsgi | eventlet, CLASS
  [ "$CLOUD" = "$1" ] || { skipped 1 "there is no such Nova"; return; }
  # The sandbox's half of the same tests ran with all the others.
  run_tests NovaFence.Tests --filter-class "*.$2" '*.OnARealNova*'
}

end_to_end() {
  [ "$CLOUD" = uwsgi ] || { skipped 1 "there is no Nova"; return; }
  run_tests NovaFence.Cloud.Tests --filter-not-class '*DetectionKitTests' '*ScrapedTests' '*LeftOutTests' '*.Page.*'
}

# From the crash of a host to forced_down, with the detection kit of docs/ on Debian's Prometheus and Alertmanager: on the real Nova where there is one, else
# on the sandbox's. Beside no other test, because it measures.
detection_kit() {
  [ "$DEBIAN" = yes ] || { skipped 1 "there is no Prometheus"; return; }
  local code=0
  NOVAFENCE_DETECTION_KIT=1 run_tests NovaFence.Cloud.Tests --output Detailed --filter-class '*DetectionKitTests' || code=$?
  mapfile -t -O ${#NOTES[@]} NOTES < <(grep -oE 'RESULT crash_to_forced_down[a-z_]* [0-9.]+' "$LOG")
  return $code
}

stop_cloud() {
  [ -d "$SCRATCH/cloud" ] || return 0
  cloud_command stop 2>>"$LOGS/cloud-install.log"
  mkdir -p "$LOGS/cloud" && cp "$SCRATCH"/cloud/log/*.log "$LOGS/cloud/"
  CLOUD=no
}
