# Notifications as a receiver has them that is not ours.

# npm's standardwebhooks verifies what receivers get, the retry too.
signatures() {
  local folder=$SCRATCH/standardwebhooks
  command -v npm >/dev/null && command -v node >/dev/null || { skipped 1 "there is no npm"; return; }
  mkdir -p "$folder"
  run_group npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts standardwebhooks@1.1.1 || { skipped 1 "npm has no standardwebhooks for this machine"; return; }
  NOVAFENCE_STANDARDWEBHOOKS=$folder run_tests NovaFence.Tests --filter-class '*.NpmSignatureTests'
}
