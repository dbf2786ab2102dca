{
  local config = $._config,
  local by = std.join(', ', config.groupBy),
  local most(metric, labels='', matchers='') = 'max by (%s) (%s{%s})' % [
    std.join(', ', config.groupBy + if labels == '' then [] else [labels]),
    metric,
    std.join(', ', [config.selector] + if matchers == '' then [] else [matchers]),
  ],
  // As docs/workflow.md and docs/audit.md are read: a heading's anchor has no apostrophes, and dashes for blanks.
  local anchorOf(label) = '{{ $labels.%s | reReplaceAll "\'" "" | reReplaceAll " " "-" }}' % label,
  local alert(name, expr, wait, severity, page, summary, description) = {
    alert: name,
    expr: expr,
    'for': wait,
    labels: { severity: severity },
    annotations: {
      summary: summary,
      description: description,
      runbook_url: '%s/%s' % [config.docsUrl, page],
    },
  },
  local burning(short, long, factor, wait, severity) = alert(
    'NovaFenceLatencyBudgetBurning',
    'novafence:force_down_slow:ratio_rate%s > %g and novafence:force_down_slow:ratio_rate%s > %g' % [
      long,
      factor * (1 - config.latencyObjective),
      short,
      factor * (1 - config.latencyObjective),
    ],
    wait,
    severity,
    'monitoring.md#latency',
    'Force-downs are confirmed too late.',
    '{{ $value | humanizePercentage }} of the last %s took longer than %s s from receipt to confirmation; %g%% may.' % [
      long,
      config.latencySeconds,
      100 * (1 - config.latencyObjective),
    ],
  ),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'novafence',
        rules: [
          alert(
            'NovaFenceDown',
            'max by (%s) (up{%s}) == 0 or absent(up{%s})' % [by, config.selector, config.selector],
            '2m',
            'critical',
            'deploy-server.md',
            'No instance of NovaFence answers.',
            'No host is forced down by NovaFence while it is away: Nova itself needs about a minute to see that one is dead.'
          ),
          alert(
            'NovaFenceHoldWaits',
            '%s > 0' % most('novafence_holds', 'reason', 'reason!~"%s"' % config.patientHolds),
            '2m',
            'critical',
            'workflow.md#' + anchorOf('reason'),
            'Force-downs are held: {{ $labels.reason }}.',
            '{{ $value }} held. Ask \'novafence status\' which, and see to each: nothing is evacuated meanwhile.'
          ),
          alert(
            'NovaFenceHoldWaits',
            '%s > 0' % most('novafence_holds', 'reason', 'reason=~"%s"' % config.patientHolds),
            '15m',
            'warning',
            'workflow.md#' + anchorOf('reason'),
            'Force-downs are held: {{ $labels.reason }}.',
            '{{ $value }} held. Ask \'novafence status\' which.'
          ),
          alert(
            'NovaFenceFindingStands',
            '%s > 0' % most('novafence_audit_findings', 'kind', 'kind=~"%s"' % config.gravestFindings),
            '2m',
            'critical',
            'audit.md#' + anchorOf('kind'),
            'The audit finds: {{ $labels.kind }}.',
            '{{ $value }} found. Ask \'novafence audit\' where, and what to do.'
          ),
          alert(
            'NovaFenceFindingStands',
            '%s > 0' % most('novafence_audit_findings', 'kind', 'kind!~"%s|%s"' % [config.gravestFindings, config.quietFindings]),
            '15m',
            'warning',
            'audit.md#' + anchorOf('kind'),
            'The audit finds: {{ $labels.kind }}.',
            '{{ $value }} found. Ask \'novafence audit\' where, and what to do.'
          ),
          alert(
            'NovaFenceAuditStale',
            'time() - %s > %d' % [most('novafence_audit_last_success_timestamp_seconds'), config.auditStaleSeconds],
            '2m',
            'critical',
            'audit.md#audit-failed',
            'No audit has been carried out for {{ $value | humanizeDuration }}.',
            'What a crash or an outage left is not finished, and what others change is not seen.'
          ),
          alert(
            'NovaFenceNeverAudited',
            '%s unless %s' % [most('novafence_ledger_up'), most('novafence_audit_last_success_timestamp_seconds')],
            '15m',
            'critical',
            'audit.md#audit-failed',
            'No audit is known to have been carried out.',
            'Either none ever was, or the ledger cannot be read.'
          ),
          alert(
            'NovaFenceCloudAway',
            '%s == 0' % most('novafence_cloud_up'),
            '2m',
            'critical',
            'workflow.md#nova-unavailable',
            'No instance of NovaFence can list the compute services.',
            'Nothing can be looked at and nothing forced down. \'novafence status\' says what Keystone or Nova answered.'
          ),
          alert(
            'NovaFenceLedgerAway',
            '%s == 0' % most('novafence_ledger_up'),
            '2m',
            'critical',
            'workflow.md#ledger-unavailable',
            'No instance of NovaFence can use its ledger.',
            'Alerts are answered 503, and nothing is done about them.'
          ),
          alert(
            'NovaFencePausedForHours',
            '%s > 0 or %s > 0' % [most('novafence_paused'), most('novafence_paused_hosts')],
            '2h',
            'warning',
            'workflow.md#paused',
            'NovaFence has been paused for more than two hours.',
            'Ask \'novafence status\' what is, and by whom; \'novafence resume\' ends it.'
          ),
          alert(
            'NovaFenceObserves',
            '%s == 1' % most('novafence_mode', matchers='mode="observe"'),
            '1h',
            'info',
            'workflow.md#observe-only',
            'NovaFence only observes.',
            'NovaFence:Mode is observe: it decides, and sends nothing to Nova.'
          ),
          alert(
            'NovaFenceNothingDelivered',
            'sum by (%s) (increase(novafence_deliveries_total{%s, status="200"}[1d])) == 0 unless %s' % [by, config.selector, most('novafence_watchdog_silent')],
            '1h',
            'warning',
            'workflow.md#monitoring-silent',
            'Nothing was delivered for a day, and no watchdog is configured.',
            'Whether an alert would reach NovaFence is not known. Configure NovaFence:Watchdog.'
          ),
          alert(
            'NovaFenceMonitoringSilent',
            '%s == 1' % most('novafence_watchdog_silent'),
            '1m',
            'critical',
            'workflow.md#monitoring-silent',
            'The watchdog is silent.',
            'The monitoring that would tell NovaFence of a dead host is not heard any more.'
          ),
          alert(
            'NovaFenceTokenExpiring',
            'min by (%s) (novafence_token_expiry_timestamp_seconds{%s}) - time() < %d' % [by, config.selector, config.tokenExpiringSeconds],
            '1m',
            'warning',
            'workflow.md#nova-unavailable',
            'Keystone\'s token is not renewed: {{ $value | humanizeDuration }} are left of it.',
            'Without one NovaFence cannot force a host down. \'novafence check\' says what Keystone answers.'
          ),
          burning('5m', '1h', 14.4, '1m', 'critical'),
          burning('30m', '6h', 6, '5m', 'warning'),
        ],
      },
    ],
  },
}
