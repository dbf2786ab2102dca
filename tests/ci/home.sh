# A newcomer's machine: a home without configuration, no packages from earlier builds, and no cloud in the environment.

empty_home() {
  mkdir -p "$SCRATCH/home" "$SCRATCH/packages"
  export HOME=$SCRATCH/home NUGET_PACKAGES=$SCRATCH/packages
  unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME DOTNET_CLI_HOME
  local name
  for name in $(compgen -e); do
    case $name in OS_*|NovaFence__*|NOVAFENCE_*) unset "$name" ;; esac
  done
  # Nothing of a build stays behind: no nodes, and a compiler server of our own, which is ended at the end.
  export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=true SharedCompilationId=novafence-ci-$$ DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}
