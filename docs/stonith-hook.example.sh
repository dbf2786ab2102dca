#!/bin/sh
# Tells Alertmanager that a host has been fenced. As a Pacemaker alert agent it takes its host from the environment; other fencing calls it with the host's
# name, once its fence device has confirmed that the power is off: stonith-hook.example.sh compute1
#
# Only "off" counts. After "reboot" the host may be up again before anybody hears of it. See detection.md.
set -eu

if [ $# -gt 0 ]; then
  host=$1
elif [ "${CRM_alert_kind:-}" = fencing ] && [ "${CRM_alert_task:-}" = off ] && [ "${CRM_alert_rc:-}" = 0 ]; then
  host=$CRM_alert_node        # Pacemaker's name of the node: it must be Nova's name of the host
else
  exit 0
fi

exec amtool alert add --alertmanager.url="${ALERTMANAGER_URL:-http://127.0.0.1:9093}" \
  --annotation=summary="$host has been fenced." \
  alertname=HostDown host="$host" fenced=true evidence=stonith
