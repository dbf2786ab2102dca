# The Functions app. Its packages come from nuget.org; a mirror may have only a part of them, and then it cannot be built here.

functions_app() {
  local absent
  if ! { run_group dotnet restore src/NovaFence.Functions && run_group dotnet build NovaFenceFunctions.sln -c Functions; }; then
    # The build restores the host's own packages, which the restore does not know of.
    absent=$(grep -oE 'error NU11(01|02|03): Unable to find (a stable )?package [A-Za-z0-9.]*[A-Za-z0-9]' "$LOG" | grep -oE '[A-Za-z0-9.]+$' | sort -u | paste -sd' ')
    [ -n "$absent" ] || return 1
    skipped 1 "not to be had from this package source: $absent"
    return
  fi
  run_tests NovaFence.Functions.Tests
}
