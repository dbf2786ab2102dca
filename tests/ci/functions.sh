# The Functions app as it is published: ahead of time, for the one platform of Flex Consumption. The worker in it is run by the tests' own host.

# As built.
worker_tests() { NOVAFENCE_THOROUGH=1 run_tests NovaFence.Functions.Tests; }

publish_functions() {
  # The extensions' own project is generated, and takes no lock file and no version of ours: NU1603 is its warning, and the only one that passes.
  nice -n 19 dotnet publish src/NovaFence.Functions -c Release -p:RunAnalyzers=false -warnaserror -warnnotaserror:NU1603 -o "$SCRATCH/functions"
}

# What is published, beside what waits as much as this does: most of it is a host's start.
meanwhile_functions() {
  start_group "$LOGS/functions.log" try_functions
  TRYING_FUNCTIONS=$GROUP
}

try_functions() {
  local published=$SCRATCH/functions
  ! ls "$published" | grep -iE 'sandbox|local\.settings' || { echo "this must not be deployed"; return 1; }
  NOVAFENCE_THOROUGH=1 NOVAFENCE_CHROMIUM=$(command -v chromium) NOVAFENCE_FUNCTIONS_PUBLISH=$published \
    tests/NovaFence.Functions.Tests/bin/Debug/net10.0/NovaFence.Functions.Tests --progress off --filter-namespace 'NovaFence.Functions.Tests.Worker'
}

functions_app() { wait_for "$PUBLISHING" functions-publish && counted "$TRYING_FUNCTIONS" functions; }
