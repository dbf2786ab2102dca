# The mixin of monitoring/, and metrics as Debian's Prometheus scrapes them.

# Rendered anew it is what stands beside it, and its alerts fire and are resolved.
mixin() {
  [ "$DEBIAN" = yes ] || { skipped 1 "there is no jsonnet and no promtool"; return; }
  NOVAFENCE_MIXIN=1 run_tests NovaFence.Tests --filter-class '*.MixinTests'
}

# What Prometheus has of the metrics is compared with what the test measured beside it.
scraped() {
  [ "$DEBIAN" = yes ] || { skipped 1 "there is no Prometheus"; return; }
  local code=0
  NOVAFENCE_SCRAPED=1 run_tests NovaFence.Cloud.Tests --output Detailed --filter-class '*.ScrapedTests' || code=$?
  mapfile -t -O ${#NOTES[@]} NOTES < <(grep -oE 'RESULT scraped_quantile_[0-9]+ [0-9.]+ measured [0-9.]+' "$LOG")
  return $code
}
