# The page in a real browser: Debian's Chromium, driven by the tests.

page() {
  command -v chromium >/dev/null || { skipped 1 "there is no chromium"; return; }
  NOVAFENCE_CHROMIUM=$(command -v chromium) run_tests NovaFence.Cloud.Tests --filter-namespace 'NovaFence.Cloud.Tests.Page'
}

# The committed htmx is the one that npm has, and its licence stands beside it.
htmx() {
  local kept=src/NovaFence.Http/Page/Assets version integrity file
  version=$(sed -n 's/^version //p' $kept/htmx.txt) integrity=$(sed -n 's/^integrity //p' $kept/htmx.txt)
  command -v npm >/dev/null || { skipped 1 "there is no npm"; return; }
  mkdir -p "$SCRATCH/htmx" && file=$(cd "$SCRATCH/htmx" && npm pack --silent "htmx.org@$version") || { skipped 1 "npm does not give htmx.org@$version"; return; }
  [ "sha512-$(openssl dgst -sha512 -binary "$SCRATCH/htmx/$file" | base64 -w0)" = "$integrity" ] || { echo "npm's package is not $integrity"; return 1; }
  tar -xzf "$SCRATCH/htmx/$file" -C "$SCRATCH/htmx"
  cmp "$SCRATCH/htmx/package/dist/htmx.min.js" $kept/htmx.min.js && cmp "$SCRATCH/htmx/package/LICENSE" $kept/htmx.LICENSE
}
