# The Functions app as it is published: ahead of time, for the one platform of Flex Consumption. The worker in it is run by the tests' own host.

# As built.
worker_tests() { NOVAFENCE_THOROUGH=1 run_tests NovaFence.Functions.Tests; }

publish_functions() {
  # The extensions' own project is generated, and takes no lock file and no version of ours: NU1603 is its warning, and the only one that passes.
  nice -n 19 dotnet publish src/NovaFence.Functions -c Release -p:RunAnalyzers=false -warnaserror -warnnotaserror:NU1603 -o "$SCRATCH/functions"
}

functions_app() {
  local published=$SCRATCH/functions
  wait_for "$PUBLISHING" functions-publish || return 1
  ! ls "$published" | grep -iE 'sandbox|local\.settings' || { echo "this must not be deployed"; return 1; }
  NOVAFENCE_THOROUGH=1 NOVAFENCE_CHROMIUM=$(command -v chromium) NOVAFENCE_FUNCTIONS_PUBLISH=$published run_tests NovaFence.Functions.Tests --filter-namespace 'NovaFence.Functions.Tests.Worker'
}
