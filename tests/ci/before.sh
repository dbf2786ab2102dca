# The version before and this one on one ledger: rows are readable by the version before.

# Builds it; where this clone does not have it, nothing.
build_before() {
  local before tree=$SCRATCH/before code=0
  before=$(cat tests/ci/version-before)
  git cat-file -e "$before^{commit}" 2>/dev/null || return 0
  git worktree add --detach --force "$tree" "$before" || return 1
  build_again "$tree/src/NovaFence.Server" -o "$SCRATCH/before-built" || code=1
  git worktree remove --force "$tree"
  return $code
}

beside_the_version_before() {
  local before code=0
  before=$(cat tests/ci/version-before)
  git cat-file -e "$before^{commit}" 2>/dev/null || { skipped 1 "this clone does not have $before, which tests/ci/version-before names"; return; }
  wait_for "$BUILDING_BEFORE" version-before || code=1
  [ $code != 0 ] || NOVAFENCE_SERVE_BEFORE=$SCRATCH/before-built/novafence.dll NOVAFENCE_SERVE_NOW=$PWD/src/NovaFence.Server/bin/Debug/net10.0/novafence.dll \
    run_tests NovaFence.IntegrationTests --filter-class '*.VersionBeforeTests' || code=$?
  result "version_before=$(git rev-parse --short "$before") $([ $code = 0 ] && echo reads what this one writes || echo FAILED)"
  return $code
}
