# The README's first command, and what it prints to be pasted.

sandbox() {
  local command said=$SCRATCH/sandbox.out i code=0
  command=$(first_commands | sed -n 1p)
  if listens 7071; then
    echo "port 7071 is in use here, so it gets another"
    command="$command --port 0"
  fi
  echo "$ $command"
  : >"$said"
  # shellcheck disable=SC2086
  start_group "$said" $command
  for i in $(seq 1 3000); do
    grep -q 'stops the sandbox' "$said" && break
    kill -0 "$GROUP" 2>/dev/null || break
    sleep 0.1
  done
  cat "$said"
  paste_all "$said" || code=1
  end_group "$GROUP"
  return $code
}

first_commands() { awk '/^```bash$/ {on = 1; next} /^```$/ {if (on) exit} on' README.md; }

# Its paragraphs that begin with curl: explain, crash, firing, the hosts, boot, resolved; and the one with the command line. After that it is unset by itself
# when it has stayed resolved for a while and is seen to report.
paste_all() {
  local -a expected=(
    '"verdict": *"held".*"rule": *"evidence"'
    '"host": *"compute1".*"power": *"off".*"reporting": *false'
    '"verdict": *"force-down".*"state": *"down"'
    '"host": *"compute1".*"state": *"down"'
    '"host": *"compute1".*"power": *"on".*"reporting": *true'
    '"verdict": *"recorded".*"settling.*"state": *"down"'
  )
  local n=0 curl answer
  awk -v RS= '/^curl /' ORS='\0' "$1" >"$SCRATCH/curls"
  while IFS= read -r -d '' curl; do
    answer=$(bash -c "$curl" | tr -d '\n')
    echo "$answer"
    grep -qE "${expected[$n]}" <<<"$answer" || { echo "expected ${expected[$n]}"; return 1; }
    grep -qE '"sandbox": *true' <<<"$answer" || { echo "the answer does not say that it is the sandbox"; return 1; }
    n=$((n + 1))
  done <"$SCRATCH/curls"
  [ $n = ${#expected[@]} ] || { echo "${#expected[@]} commands were to be pasted, and there were $n"; return 1; }

  local commands
  commands=$(awk -v RS= '/ hosts --config / {print; exit}' "$1")
  answer=$(bash -e -c "$commands") || { echo "the command line failed: $commands"; return 1; }
  echo "$answer"
  grep -q compute5 <<<"$answer" || { echo "the command line does not list the hosts"; return 1; }

  local hosts tries
  hosts=$(tr -d '\0' <"$SCRATCH/curls" | grep -aoE "curl -s http://[^ ]*/api/hosts -H '[^']*'" | head -1)
  for tries in $(seq 40); do
    answer=$(bash -c "$hosts" | tr -d '\n')
    grep -qE '"host": *"compute1"[^}]*"state": *"clear"' <<<"$answer" && return 0
    sleep 1
  done
  echo "after $tries s compute1 was not unset: $answer"
  return 1
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
