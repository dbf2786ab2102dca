#!/usr/bin/env bash
# fifty-hosts.sh - gives a devstack-lite cloud compute services without a process, to measure storms on.
#
#   fifty-hosts.sh add [n]    fill up to n compute services (default 50) with storm0001, storm0002, ...
#   fifty-hosts.sh remove     take away those again, forced down or not
#
# Forcing a service down needs its row in the cell's database and the host's mapping to the cell, and nothing of nova-compute: to Nova
# these are hosts whose nova-compute has died, which is what a storm is about. A process each would cost 120 MB.
#
# Environment: OSL_STATE, the state directory of devstack-lite.sh, default ./.openstack
set -euo pipefail

S=$(realpath -m "${OSL_STATE:-.openstack}")
[ -S "$S/run/mysqld.sock" ] || { echo "no cloud runs in $S (OSL_STATE)" >&2; exit 1; }

sql() { mariadb --no-defaults --batch --skip-column-names -uroot -S "$S/run/mysqld.sock" "$@"; }

case ${1:-} in
  add)
    n=${2:-50}
    # Those with a process are counted and not ours: a second "add" then finds the names of the first and adds what is missing.
    others=$(sql nova -e "SELECT COUNT(*) FROM services WHERE \`binary\` = 'nova-compute' AND deleted = 0 AND host NOT LIKE 'storm%'")
    for number in $(seq -f %04.0f 1 $((n - others))); do
      # With the newest version there is: Nova speaks to all computes as to the oldest one.
      printf "INSERT INTO nova.services (created_at, updated_at, last_seen_up, host, \`binary\`, topic, report_count, disabled, deleted, forced_down, version, uuid)
        SELECT UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(), 'storm%s', 'nova-compute', 'compute', 0, 0, 0, 0,
          COALESCE((SELECT MAX(version) FROM nova.services), 0), UUID()
        FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM nova.services WHERE host = 'storm%s' AND deleted = 0);
      INSERT IGNORE INTO nova_api.host_mappings (created_at, cell_id, host)
        SELECT UTC_TIMESTAMP(), id, 'storm%s' FROM nova_api.cell_mappings WHERE name = 'cell1';\n" "$number" "$number" "$number"
    done | sql
    ;;
  remove)
    sql -e "DELETE FROM nova.services WHERE host LIKE 'storm%' AND \`binary\` = 'nova-compute'; DELETE FROM nova_api.host_mappings WHERE host LIKE 'storm%'"
    ;;
  *) sed -n '2,11p' "$0"; exit 2 ;;
esac
sql nova -e "SELECT CONCAT(COUNT(*), ' compute services') FROM services WHERE \`binary\` = 'nova-compute' AND deleted = 0"
