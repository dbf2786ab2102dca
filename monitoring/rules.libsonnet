{
  local config = $._config,
  local by = std.join(', ', config.groupBy),
  // Counters are each instance's own, so they are summed.
  local slow(window) = {
    record: 'novafence:force_down_slow:ratio_rate' + window,
    expr: |||
      1 - sum by (%(by)s) (rate(novafence_force_down_duration_seconds_bucket{%(selector)s, le="%(seconds)s"}[%(window)s]))
        / sum by (%(by)s) (rate(novafence_force_down_duration_seconds_count{%(selector)s}[%(window)s]))
    ||| % { by: by, selector: config.selector, seconds: config.latencySeconds, window: window },
  },

  prometheusRules+:: {
    groups+: [
      {
        name: 'novafence.rules',
        rules: [slow(window) for window in ['5m', '30m', '1h', '6h']],
      },
    ],
  },
}
