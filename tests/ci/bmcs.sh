# The sandbox's BMCs as others speak to them: Debian's fence_redfish, redfishtool and sushy list, read and switch one, and NovaFence reads what they did.

bmcs() {
  local said=$SCRATCH/bmcs.out folder=$SCRATCH/bmcs i port
  NOVAFENCE="dotnet src/NovaFence.Server/bin/Debug/net10.0/novafence.dll"
  mkdir -p "$folder"
  : >"$said"
  # shellcheck disable=SC2086
  start_group "$said" $NOVAFENCE sandbox --port 0 --data "$folder"
  local group=$GROUP
  for i in $(seq 1 600); do
    grep -q 'stops the sandbox' "$said" && break
    kill -0 "$group" 2>/dev/null || break
    sleep 0.1
  done
  BMC_PEM=$folder/bmc.pem BMC_CONFIG=$folder/novafence.json
  port=$(sed -n 's|.*"NovaFence:Power:Hosts:0:Url": "https://127.0.0.1:\([0-9]*\)/".*|\1|p' "$BMC_CONFIG")
  [ -n "$port" ] || { cat "$said"; end_group "$group"; echo "the sandbox has no BMC"; return 1; }

  by_fence_redfish "$port"
  by_redfishtool "$port"
  by_sushy "$port"
  end_group "$group"
}

reads() { # WORD: what NovaFence reads of compute1
  local row
  # shellcheck disable=SC2086
  row=$($NOVAFENCE power compute1 --json --config "$BMC_CONFIG") || { echo "novafence power ended with $?"; return 1; }
  grep -q "\"reading\": \"$1\"" <<<"$row" || { echo "NovaFence was to read $1: $row"; return 1; }
}

says() { # PATTERN COMMAND...: whatever it ends with; fence agents end with 2 where a machine is off
  local answer
  answer=$("${@:2}") || true
  echo "$answer"
  grep -q "$1" <<<"$answer"
}

# With its certificate verified: the agent leaves that to Python's requests.
by_fence_redfish() { # PORT
  local agent
  agent=$(command -v fence_redfish || echo /usr/sbin/fence_redfish)
  [ -x "$agent" ] || { skipped 1 "there is no fence_redfish (Debian's fence-agents)"; return; }
  fence() { timeout 120 env REQUESTS_CA_BUNDLE="$BMC_PEM" "$agent" --ip 127.0.0.1 --ipport "$PORT" --username admin --password sandbox-bmc "$@"; }
  local PORT=$1
  if reads on && says 'Status: ON' fence --action status \
    && fence --action off && reads off && says 'Status: OFF' fence --action status \
    && fence --systems-uri /redfish/v1/Systems/1 --action on && reads on; then passed 1; else failed 1; fi
}

by_redfishtool() { # PORT
  command -v redfishtool >/dev/null || { skipped 1 "there is no redfishtool (Debian's package)"; return; }
  tool() { timeout 60 redfishtool -r "127.0.0.1:$PORT" -u admin -p sandbox-bmc -S Always "$@"; }
  local PORT=$1
  if reads on && says '"@odata.id": "/redfish/v1/Systems/1"' tool Systems list \
    && says '"On"' tool Systems -I 1 -P PowerState get \
    && tool Systems -I 1 reset ForceOff && reads off \
    && says '"Off"' tool -A Session Systems -I 1 -P PowerState get \
    && tool Systems -I 1 reset On && reads on; then passed 1; else failed 1; fi
}

# Of Ironic: with a session, which it ends, and with Basic.
by_sushy() { # PORT
  [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import sushy' 2>/dev/null || { skipped 1 "there is no sushy (Debian's python3-sushy)"; return; }
  if timeout 120 env REQUESTS_CA_BUNDLE="$BMC_PEM" /usr/bin/python3 - "$1" "$BMC_PEM" <<'PYTHON' && reads on; then passed 1; else failed 1; fi
import sys

import sushy
from sushy import auth

port, pem = sys.argv[1:]
for kind in (auth.SessionAuth, auth.BasicAuth):
    signed_in = kind(username="admin", password="sandbox-bmc")
    root = sushy.Sushy(f"https://127.0.0.1:{port}", auth=signed_in, verify=pem)
    assert [one.identity for one in root.get_system_collection().get_members()] == ["1"]
    system = root.get_system("/redfish/v1/Systems/1")
    assert sushy.RESET_FORCE_OFF in system.get_allowed_reset_system_values()
    for target, state in ((sushy.RESET_FORCE_OFF, sushy.SYSTEM_POWER_STATE_OFF), (sushy.RESET_ON, sushy.SYSTEM_POWER_STATE_ON)):
        system.reset_system(target)
        system.refresh(force=True)
        assert system.power_state == state, (system.power_state, state)
    assert system.uuid and system.serial_number.startswith("SBX")
    assert [one.identity for one in root.get_chassis_collection().get_members()] == ["1"]
    assert [one.identity for one in root.get_manager_collection().get_members()] == ["1"]
    signed_in.close()
    print(kind.__name__, "listed, read and switched", system.serial_number)
PYTHON
}
