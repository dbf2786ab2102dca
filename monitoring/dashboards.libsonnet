// One dashboard, in Grafana's own JSON and without a library.
{
  local config = $._config,
  local selector = '%s, job=~"$job"' % config.selector,
  local datasource = { type: 'prometheus', uid: '${datasource}' },
  local target(expr, legend) = { datasource: datasource, expr: expr % { selector: selector }, legendFormat: legend, instant: false, range: true },
  local panel(title, description, type, unit, at, targets, options={}, defaults={}) = {
    title: title,
    description: description,
    type: type,
    datasource: datasource,
    gridPos: { x: at[0], y: at[1], w: at[2], h: at[3] },
    fieldConfig: { defaults: { unit: unit } + defaults, overrides: [] },
    options: options,
    targets: [targets[i] { refId: std.char(65 + i) } for i in std.range(0, std.length(targets) - 1)],
  },
  local stat(title, description, unit, at, targets, steps=[]) = panel(
    title,
    description,
    'stat',
    unit,
    at,
    targets,
    { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, textMode: 'value_and_name', colorMode: 'background', graphMode: 'none' },
    { thresholds: { mode: 'absolute', steps: [{ color: 'green', value: null }] + steps } },
  ),
  local graph(title, description, unit, at, targets) = panel(title, description, 'timeseries', unit, at, targets),
  local bad = [{ color: 'red', value: 1 }],
  local good = [{ color: 'red', value: 0 }, { color: 'green', value: 1 }],
  local quantiles(metric) = [
    target('histogram_quantile(%s, sum by (le) (rate(%s_bucket{%%(selector)s}[$__rate_interval])))' % [q[0], metric], q[1])
    for q in [['0.5', 'half'], ['0.99', '99 of 100']]
  ],

  grafanaDashboards+:: {
    'novafence.json': {
      uid: 'novafence',
      title: 'NovaFence',
      tags: ['novafence', 'openstack'],
      schemaVersion: 38,
      timezone: 'utc',
      refresh: '30s',
      time: { from: 'now-6h', to: 'now' },
      templating: {
        list: [
          { name: 'datasource', type: 'datasource', query: 'prometheus', current: {} },
          {
            name: 'job',
            type: 'query',
            datasource: datasource,
            query: 'label_values(novafence_build_info{%s}, job)' % config.selector,
            refresh: 2,
            includeAll: true,
            allValue: '.*',
            current: { text: 'All', value: '$__all' },
          },
        ],
      },
      panels: [
        stat('Hosts', 'Where hosts stand in the record, those that are clear left out.', 'short', [0, 0, 6, 4], [
          target('max by (state) (novafence_hosts{%(selector)s, state!="clear"}) > 0 or label_replace(vector(0), "state", "down", "", "")', '{{state}}'),
        ]),
        stat('Held', 'What waits for a person, by the reason.', 'short', [6, 0, 6, 4], [
          target('max by (reason) (novafence_holds{%(selector)s}) > 0 or label_replace(vector(0), "reason", "nothing", "", "") unless on() (max(novafence_holds{%(selector)s}) > 0)', '{{reason}}'),
        ], bad),
        stat('Cloud', '1 while at least one instance can list the compute services.', 'short', [12, 0, 3, 4], [target('max(novafence_cloud_up{%(selector)s})', 'cloud')], good),
        stat('Ledger', '1 while at least one instance can use the ledger.', 'short', [15, 0, 3, 4], [target('max(novafence_ledger_up{%(selector)s})', 'ledger')], good),
        stat('Mode', '1 for the mode that it is in, and for paused.', 'short', [18, 0, 6, 4], [
          target('max by (mode) (novafence_mode{%(selector)s}) > 0', '{{mode}}'),
          target('max(novafence_paused{%(selector)s})', 'paused'),
          target('max(novafence_paused_hosts{%(selector)s})', 'hosts paused'),
        ]),
        graph('Budget', 'Hosts that NovaFence holds down or is forcing down, and how many it may; what others forced down and is enabled counts for the second limit.', 'short', [0, 4, 8, 7], [
          target('max by (kind) (novafence_budget_hosts{%(selector)s})', '{{kind}}'),
        ]),
        graph('Storm', 'Hosts that alert, and beyond how many every force-down is held.', 'short', [8, 4, 8, 7], [
          target('max(novafence_storm_hosts{%(selector)s})', 'alerting'),
          target('max(novafence_storm_limit{%(selector)s})', 'limit'),
        ]),
        graph('Findings', 'Of the last audit that could be carried out, by kind.', 'short', [16, 4, 8, 7], [
          target('max by (kind) (novafence_audit_findings{%(selector)s}) > 0', '{{kind}}'),
        ]),
        graph('Verdicts', 'On alerts and commands, repeats included.', 'short', [0, 11, 8, 7], [
          target('sum by (verdict, reason) (increase(novafence_verdicts_total{%(selector)s}[$__rate_interval])) > 0', '{{verdict}}: {{reason}}'),
        ]),
        graph('Deliveries', 'Webhook requests by receiver and by the status of the answer.', 'short', [8, 11, 8, 7], [
          target('sum by (receiver, status) (increase(novafence_deliveries_total{%(selector)s}[$__rate_interval]))', '{{receiver}} {{status}}'),
        ]),
        graph('Alert age', 'How long an alert had been firing when NovaFence first received it: what detection costs.', 's', [16, 11, 8, 7], quantiles('novafence_alert_age_seconds')),
        graph('Force-down', 'From receipt to Nova\'s confirmation.', 's', [0, 18, 8, 7], quantiles('novafence_force_down_duration_seconds')),
        graph('Nova', '99 of 100 requests take less, by what is asked.', 's', [8, 18, 8, 7], [
          target('histogram_quantile(0.99, sum by (le, operation) (rate(novafence_nova_request_duration_seconds_bucket{%(selector)s}[$__rate_interval])))', '{{operation}}'),
        ]),
        graph('Nova\'s refusals', 'Requests to Nova that had no reply or one other than 2xx; a token is shown with a request that Nova answers 406.', 'short', [16, 18, 8, 7], [
          target('sum by (operation, status) (increase(novafence_nova_request_duration_seconds_count{%(selector)s, operation!="show-token", status!~"2.."}[$__rate_interval]))', '{{operation}} {{status}}'),
        ]),
        stat('Last audit', 'How long ago the last audit began that could be carried out.', 's', [0, 25, 6, 4], [
          target('time() - max(novafence_audit_last_success_timestamp_seconds{%(selector)s})', 'ago'),
        ], [{ color: 'red', value: config.auditStaleSeconds }]),
        stat('Watchdog', 'How long ago it was heard.', 's', [6, 25, 6, 4], [
          target('time() - max(novafence_watchdog_last_heard_timestamp_seconds{%(selector)s})', 'ago'),
        ]),
        stat('Token', 'How long the token lasts that expires first.', 's', [12, 25, 6, 4], [
          target('min(novafence_token_expiry_timestamp_seconds{%(selector)s}) - time()', 'left'),
        ]),
        stat('Instances', 'By version.', 'short', [18, 25, 6, 4], [
          target('count by (version) (novafence_build_info{%(selector)s})', '{{version}}'),
        ]),
      ],
    },
  },
}
