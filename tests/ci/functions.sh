# The Functions app. Its packages come from nuget.org; a mirror may have only a part of them, and then it cannot be built here.

functions_app() {
  local project=src/NovaFence.Functions
  [ -d $project ] || { skipped 1 "there is no $project yet"; return; }
  if ! run_group dotnet restore $project; then
    grep -qE 'error NU11(01|02|03)' "$LOG" || return 1
    skipped 1 "not to be had from this package source: $(grep -oE 'NU11(01|02|03): Unable to find (a stable )?package [A-Za-z0-9.]+' "$LOG" | grep -oE '[A-Za-z0-9.]+$' | sort -u | paste -sd' ')"
    return
  fi
  run_group dotnet build NovaFenceFunctions.sln -c Functions || return 1
  [ ! -d tests/NovaFence.Functions.Tests ] || { run_group dotnet test --project tests/NovaFence.Functions.Tests -c Functions; count_tests; }
}
