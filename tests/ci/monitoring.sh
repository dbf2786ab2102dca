# The mixin of monitoring/, and metrics as Debian's Prometheus scrapes them.

# Rendered anew it is what stands beside it, and its alerts fire and are resolved.
mixin() {
  [ "$DEBIAN" = yes ] || { skipped 1 "there is no jsonnet and no promtool"; return; }
  run_group monitoring/render.sh "$SCRATCH/rendered" || return 1
  diff -r monitoring/rendered "$SCRATCH/rendered" || { echo "monitoring/render.sh renders something else than what is committed"; return 1; }
  promtool check rules "$SCRATCH"/rendered/*.yaml && promtool test rules monitoring/tests/alerts.test.yaml
}

# Beside no other test, because it measures.
scraped() {
  [ "$DEBIAN" = yes ] || { skipped 1 "there is no Prometheus"; return; }
  local code=0
  NOVAFENCE_SCRAPED=1 run_tests NovaFence.Cloud.Tests --output Detailed --filter-class '*.ScrapedTests' || code=$?
  mapfile -t -O ${#NOTES[@]} NOTES < <(grep -oE 'RESULT scraped_quantile_[0-9]+ [0-9.]+ measured [0-9.]+' "$LOG")
  return $code
}
