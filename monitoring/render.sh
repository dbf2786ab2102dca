#!/usr/bin/env bash
# Renders the mixin into rendered/, or into the folder that is named. Needs jsonnet 0.18 or newer, and nothing else.
set -euo pipefail
cd "$(dirname "$0")"
to=${1:-rendered}
mkdir -p "$to"
jsonnet -S -e 'std.manifestYamlDoc((import "mixin.libsonnet").prometheusAlerts)' >"$to/alerts.yaml"
jsonnet -S -e 'std.manifestYamlDoc((import "mixin.libsonnet").prometheusRules)' >"$to/rules.yaml"
jsonnet -e '(import "mixin.libsonnet").grafanaDashboards["novafence.json"]' >"$to/dashboard.json"
