#!/usr/bin/env bash
# devstack-lite.sh - a minimal, real OpenStack compute control plane from Debian 12 packages
# (Keystone 22.0 / Placement 8.0 / Nova 26.2 "Zed"), all on 127.0.0.1, no systemd, no Docker.
#
#   devstack-lite.sh install        apt packages + config + db sync + bootstrap (idempotent)
#   devstack-lite.sh start [svc..]  launch daemons in the background, wait until healthy
#   devstack-lite.sh stop  [svc..]  stop by pidfile (only what this script started)
#   devstack-lite.sh crash svc..    kill -9 by pidfile: what it had under way stays undone, and it reports no more from that moment
#   devstack-lite.sh status         pid / RSS / port / os-services summary
#   devstack-lite.sh servers [n]    create n (default 2) fake instances on every compute host
#   devstack-lite.sh wipe           stop and delete the state directory (packages stay)
#
# svc: db rabbit keystone placement stub conductor scheduler nova-api compute1..computeN
#
# Debian 12, as root. From nothing to a running cloud: about two minutes and 2 GiB of memory. Everything it writes is in the state
# directory, everything it starts listens on 127.0.0.1, and it stops only what it started.
#
# Environment (what install saw is kept in $OSL_STATE/osl.env; later commands read it, the environment wins; so
# `OSL_NOVA_API=eventlet devstack-lite.sh install && devstack-lite.sh start` changes the API server of an installed cloud):
#   OSL_STATE        state dir, default ./.openstack: etc/ db/ log/ run/ credentials.json openrc
#   OSL_COMPUTES     number of nova-compute processes with fake.FakeDriver, host = compute1.. (5)
#   OSL_NOVA_API     uwsgi (as Debian's nova-api package runs it: no keep-alive, no Content-Length)
#                    | eventlet (nova.cmd.api: keep-alive, Content-Length) (uwsgi)
#   OSL_API_WORKERS  nova-api processes (4)      OSL_KS_WORKERS  keystone processes (2)
#   OSL_REPORT       nova report_interval (10)   OSL_DOWN_TIME   nova service_down_time (60)
#   OSL_TOKEN_TTL    keystone token lifetime, seconds (3600)
#   OSL_PORT_OFFSET  added to every default port, for a second cloud beside the first (0); fixed once installed
#   OSL_{KEYSTONE,NOVA,PLACEMENT,IMAGE,NETWORK,RABBIT,RABBIT_DIST,EPMD}_PORT  (5000 8774 8778 9292 9696 5672 5673 4369)
set -euo pipefail

S=$(realpath -m "${OSL_STATE:-.openstack}")
# shellcheck disable=SC1091
[ -f "$S/osl.env" ] && . "$S/osl.env"
: "${OSL_COMPUTES:=5}" "${OSL_NOVA_API:=uwsgi}" "${OSL_API_WORKERS:=4}" "${OSL_KS_WORKERS:=2}"
: "${OSL_REPORT:=10}" "${OSL_DOWN_TIME:=60}" "${OSL_TOKEN_TTL:=3600}"
: "${OSL_PORT_OFFSET:=0}"; O=$OSL_PORT_OFFSET
: "${OSL_KEYSTONE_PORT:=$((5000 + O))}" "${OSL_NOVA_PORT:=$((8774 + O))}" "${OSL_PLACEMENT_PORT:=$((8778 + O))}" "${OSL_IMAGE_PORT:=$((9292 + O))}"
: "${OSL_NETWORK_PORT:=$((9696 + O))}" "${OSL_RABBIT_PORT:=$((5672 + O))}" "${OSL_RABBIT_DIST_PORT:=$((5673 + O))}" "${OSL_EPMD_PORT:=$((4369 + O))}"
VARS="OSL_COMPUTES OSL_NOVA_API OSL_API_WORKERS OSL_KS_WORKERS OSL_REPORT OSL_DOWN_TIME OSL_TOKEN_TTL OSL_PORT_OFFSET OSL_KEYSTONE_PORT
      OSL_NOVA_PORT OSL_PLACEMENT_PORT OSL_IMAGE_PORT OSL_NETWORK_PORT OSL_RABBIT_PORT OSL_RABBIT_DIST_PORT OSL_EPMD_PORT"
NCOMP=$OSL_COMPUTES API_KIND=$OSL_NOVA_API API_W=$OSL_API_WORKERS KS_W=$OSL_KS_WORKERS
IP=127.0.0.1
P_KS=$OSL_KEYSTONE_PORT P_NOVA=$OSL_NOVA_PORT P_PL=$OSL_PLACEMENT_PORT P_IMG=$OSL_IMAGE_PORT P_NET=$OSL_NETWORK_PORT
P_MQ=$OSL_RABBIT_PORT P_MQD=$OSL_RABBIT_DIST_PORT P_EPMD=$OSL_EPMD_PORT
PW=osl-secret                      # one throw-away password for every account on this loopback box
REGION=RegionOne
IMAGE_ID=11111111-2222-3333-4444-555555555555
PY=/usr/bin/python3                # Debian's python, never a pyenv shim
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV http_proxy https_proxy HTTP_PROXY HTTPS_PROXY || true

log() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
die() { log "ERROR: $*"; exit 1; }
now() { date +%s.%N; }
case $OSL_NOVA_API in uwsgi|eventlet) ;; *) die "OSL_NOVA_API is '$OSL_NOVA_API': uwsgi or eventlet" ;; esac

# ---------------------------------------------------------------- install
PKGS="nova-common python3-nova python3-keystone python3-placement uwsgi-core uwsgi-plugin-python3
      rabbitmq-server python3-openstackclient python3-novaclient python3-requests python3-fixtures
      mariadb-server mariadb-client procps curl jq"

apt_get_install() { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$S/log/apt.log" 2>&1; }
apt_install() {
  local p miss="" made=0
  for p in $PKGS; do dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || miss="$miss $p"; done
  [ -z "$miss" ] && { log "apt: all packages present"; return; }
  # keep package postinst scripts from starting daemons (we run our own, on loopback, under $S)
  if [ ! -e /usr/sbin/policy-rc.d ]; then printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; made=1; fi
  printf '%s\n' 'nova-common nova/configure_db boolean false' 'nova-common nova/configure_rabbit boolean false' \
    | debconf-set-selections 2>/dev/null || true
  apt-cache show nova-common >/dev/null 2>&1 || { log "apt: update"; apt-get update >"$S/log/apt.log" 2>&1 || die "apt-get update failed, see $S/log/apt.log"; }
  log "apt: installing$miss"
  local rc=0
  apt_get_install $miss || rc=$?
  # lists that are older than the mirror name packages it no longer has
  [ $rc = 0 ] || { log "apt: again, after apt-get update"; apt-get update >>"$S/log/apt.log" 2>&1 || true; rc=0; apt_get_install $miss || rc=$?; }
  [ $made = 0 ] || rm -f /usr/sbin/policy-rc.d
  [ $rc = 0 ] || die "apt failed, see $S/log/apt.log"
}

dburl() { echo "mysql+pymysql://osl:$PW@localhost/$1?unix_socket=$S/run/mysqld.sock&charset=utf8"; }

authtoken() { # user -> a keystonemiddleware / keystoneauth block body
  cat <<E
auth_type = password
auth_url = http://$IP:$P_KS/v3
username = $1
password = $PW
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = $REGION
E
}

uwsgi_ini() { # name processes threads wsgi-file : the settings of Debian's /etc/*/*-uwsgi.ini, minus uid/gid/logto
  cat >"$S/etc/$1-uwsgi.ini" <<E
[uwsgi]
buffer-size = 65535
rem-header = Content-Length
master = true
enable-threads = true
thunder-lock = true
plugins = python3
lazy-apps = true
paste-logger = true
no-orphans = true
die-on-term = true
processes = $2
threads = $3
listen = 100
name = $1
chdir = $S/run
wsgi-file = $4
E
}

write_config() {
  mkdir -p "$S"/etc/{nova,keystone,placement,rabbitmq} "$S"/{db,log,run,bin,lib}
  for c in $(seq 1 "$NCOMP"); do mkdir -p "$S/lib/compute$c/instances"; done

  cat >"$S/etc/keystone/keystone.conf" <<E
[DEFAULT]
use_stderr = true
[database]
connection = $(dburl keystone)
[identity]
# throw-away passwords: the usual 12 rounds of bcrypt would cost each token a third of a second of processor time
password_hash_rounds = 4
[token]
provider = fernet
expiration = $OSL_TOKEN_TTL
[fernet_tokens]
key_repository = $S/etc/keystone/fernet-keys
[credential]
key_repository = $S/etc/keystone/credential-keys
[oslo_messaging_notifications]
driver = noop
E
  cat >"$S/etc/placement/placement.conf" <<E
[DEFAULT]
use_stderr = true
[placement_database]
connection = $(dburl placement)
[api]
auth_strategy = keystone
[keystone_authtoken]
www_authenticate_uri = http://$IP:$P_KS
$(authtoken placement)
E
  cp /usr/share/nova-common/api-paste.ini "$S/etc/nova/api-paste.ini"
  cat >"$S/etc/nova/nova.conf" <<E
[DEFAULT]
host = controller
my_ip = $IP
state_path = $S/lib
use_stderr = true
transport_url = rabbit://guest:guest@$IP:$P_MQ/
compute_driver = fake.FakeDriver
enabled_apis = osapi_compute
osapi_compute_listen = $IP
osapi_compute_listen_port = $P_NOVA
osapi_compute_workers = $API_W
heal_instance_info_cache_interval = -1
report_interval = $OSL_REPORT
service_down_time = $OSL_DOWN_TIME
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $S/etc/nova/api-paste.ini
[api_database]
connection = $(dburl nova_api)
[database]
connection = $(dburl nova)
[keystone_authtoken]
www_authenticate_uri = http://$IP:$P_KS
# without service_type keystonemiddleware answers 401 to every token of an application credential with access_rules
service_type = compute
$(authtoken nova)
[service_user]
send_service_user_token = true
$(authtoken nova)
[placement]
$(authtoken nova)
[neutron]
$(authtoken nova)
[glance]
region_name = $REGION
num_retries = 0
[cinder]
os_region_name = $REGION
[conductor]
workers = 1
[scheduler]
workers = 1
[quota]
instances = -1
cores = -1
ram = -1
[vnc]
enabled = false
[oslo_concurrency]
lock_path = $S/lib/lock
E
  for c in $(seq 1 "$NCOMP"); do printf '[DEFAULT]\nhost = compute%s\nstate_path = %s\n' "$c" "$S/lib/compute$c" >"$S/etc/nova/compute$c.conf"; done

  uwsgi_ini keystone  "$KS_W" 1 /usr/bin/keystone-wsgi-public
  uwsgi_ini placement 1 4 /usr/bin/placement-api
  uwsgi_ini nova-api  "$API_W" 1 /usr/bin/nova-api-wsgi

  # Debian splits the console scripts into nova-compute / nova-conductor / nova-scheduler / nova-api, whose
  # dependencies (libvirt, qemu, open-iscsi..) a fake driver does not need: call the same entry points.
  local e
  for e in compute conductor scheduler api; do
    printf '#!%s\nimport sys\nfrom nova.cmd.%s import main\nif __name__ == "__main__":\n    sys.exit(main())\n' "$PY" "$e" >"$S/bin/nova-$e"
    chmod +x "$S/bin/nova-$e"
  done

  echo '[].' >"$S/etc/rabbitmq/enabled_plugins"
  cat >"$S/etc/rabbitmq/rabbitmq.conf" <<E
listeners.tcp.1 = $IP:$P_MQ
loopback_users.guest = true
disk_free_limit.absolute = 50MB
log.console = false
E
  # image + network stub: just enough of Glance v2 and Neutron v2.0 for servers with "networks": "none"
  cat >"$S/bin/stub.py" <<E
import json, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
IMG = {"id": "$IMAGE_ID", "name": "fake", "status": "active", "visibility": "public", "protected": False,
       "container_format": "bare", "disk_format": "raw", "min_disk": 0, "min_ram": 0, "size": 1, "virtual_size": 1,
       "checksum": "00000000000000000000000000000000", "owner": None, "tags": [], "os_hidden": False,
       "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z",
       "self": "/v2/images/$IMAGE_ID", "file": "/v2/images/$IMAGE_ID/file", "schema": "/v2/schemas/image"}
class H(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def out(self, code, obj):
        b = json.dumps(obj).encode()
        self.send_response(code); self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(b))); self.end_headers(); self.wfile.write(b)
    def body(self):
        n = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(n)
    def do_GET(self):
        p = self.path.split("?")[0].rstrip("/"); base = "http://%s:%d" % self.server.server_address
        if self.server.kind == "image":
            if p in ("", "/versions"):
                return self.out(200, {"versions": [{"id": "v2.15", "status": "CURRENT", "links": [{"rel": "self", "href": base + "/v2/"}]}]})
            if p == "/v2/schemas/image":
                return self.out(200, {"name": "image", "properties": {k: {} for k in IMG}, "additionalProperties": {"type": "string"}})
            if p == "/v2/images":
                return self.out(200, {"images": [IMG], "first": "/v2/images", "schema": "/v2/schemas/images"})
            if p == "/v2/images/" + IMG["id"]:
                return self.out(200, IMG)
            return self.out(404, {"message": "not found"})
        if p == "":
            return self.out(200, {"versions": [{"id": "v2.0", "status": "CURRENT", "links": [{"rel": "self", "href": base + "/v2.0/"}]}]})
        return self.out(200, {p.rsplit("/", 1)[1].replace("-", "_"): []})
    def do_PUT(self):
        self.body(); self.out(200, {})
    do_POST = do_PATCH = do_PUT
    def do_DELETE(self):
        self.body(); self.send_response(204); self.send_header("Content-Length", "0"); self.end_headers()
    def log_message(self, f, *a):
        print(self.server.kind, f % a, flush=True)
def mk(kind, port):
    s = ThreadingHTTPServer(("$IP", port), H); s.kind = kind; s.daemon_threads = True
    return s
a, b = mk("image", $P_IMG), mk("network", $P_NET)
threading.Thread(target=a.serve_forever, daemon=True).start()
b.serve_forever()
E
  # seed the identity data through the API
  cat >"$S/bin/seed.py" <<E
import json, requests
# A connection for each request. uwsgi's http-socket closes after every response without saying "Connection: close"; after a
# 204 (no body) a client that keeps connections sends its next request into one that is about to be reset.
class Once:
    def __init__(self): self.headers = {"Connection": "close"}
    def __getattr__(self, verb): return lambda url, **more: requests.request(verb, url, headers=self.headers, timeout=60, **more)
K = "http://$IP:$P_KS/v3"; R = Once()
r = R.post(K + "/auth/tokens", json={"auth": {"identity": {"methods": ["password"], "password": {"user": {
    "name": "admin", "domain": {"id": "default"}, "password": "$PW"}}},
    "scope": {"project": {"name": "admin", "domain": {"id": "default"}}}}}); r.raise_for_status()
R.headers["X-Auth-Token"] = r.headers["X-Subject-Token"]; tok = r.json()["token"]
def ensure(coll, one, match, body):
    got = R.get(K + "/" + coll, params=match).json()[coll]
    if got: return got[0]
    r = R.post(K + "/" + coll, json={one: {**match, **body}}); r.raise_for_status(); return r.json()[one]
role = {x["name"]: x["id"] for x in R.get(K + "/roles").json()["roles"]}
proj = {n: ensure("projects", "project", {"name": n, "domain_id": "default"}, {})["id"] for n in ("service", "demo")}
proj["admin"] = tok["project"]["id"]
def user(n, p, *roles):
    u = ensure("users", "user", {"name": n, "domain_id": "default"}, {"password": "$PW"})["id"]
    for x in roles: R.put("%s/projects/%s/users/%s/roles/%s" % (K, proj[p], u, role[x])).raise_for_status()
    return u
role["service"] = ensure("roles", "role", {"name": "service"}, {})["id"]
for n in ("nova", "placement"): user(n, "service", "admin", "service")
demo = user("demo", "demo", "member")
for typ, name, url in (("compute", "nova", "http://$IP:$P_NOVA/v2.1"), ("placement", "placement", "http://$IP:$P_PL"),
                       ("image", "glance-stub", "http://$IP:$P_IMG"), ("network", "neutron-stub", "http://$IP:$P_NET")):
    s = ensure("services", "service", {"type": typ, "name": name}, {})["id"]
    for i in ("public", "internal", "admin"):
        ensure("endpoints", "endpoint", {"service_id": s, "interface": i}, {"url": url, "region_id": "$REGION"})
def appcred(uid, name, sess):
    c = K + "/users/%s/application_credentials" % uid
    for a in sess.get(c).json()["application_credentials"]:
        if a["name"] == name: sess.delete(c + "/" + a["id"])
    r = sess.post(c, json={"application_credential": {"name": name, "secret": "$PW-" + name, "description": "devstack-lite"}})
    r.raise_for_status(); a = r.json()["application_credential"]
    return {"id": a["id"], "secret": a["secret"], "name": name}
D = Once()
r = D.post(K + "/auth/tokens", json={"auth": {"identity": {"methods": ["password"], "password": {"user": {
    "name": "demo", "domain": {"id": "default"}, "password": "$PW"}}},
    "scope": {"project": {"name": "demo", "domain": {"id": "default"}}}}}); r.raise_for_status()
D.headers["X-Auth-Token"] = r.headers["X-Subject-Token"]
json.dump({"auth_url": K, "compute_url": "http://$IP:$P_NOVA/v2.1", "region": "$REGION",
           "admin": {"user": "admin", "user_id": tok["user"]["id"], "password": "$PW", "project": "admin", "project_id": proj["admin"], "domain": "Default",
                     "application_credential": appcred(tok["user"]["id"], "fencer", R)},
           "demo": {"user": "demo", "user_id": demo, "password": "$PW", "project": "demo", "project_id": proj["demo"], "domain": "Default",
                    "application_credential": appcred(demo, "demo-cred", D)},
           "image_id": "$IMAGE_ID"}, open("$S/credentials.json", "w"), indent=1)
E
  cat >"$S/openrc" <<E
unset OS_AUTH_TYPE OS_APPLICATION_CREDENTIAL_ID OS_APPLICATION_CREDENTIAL_SECRET
export OS_AUTH_URL=http://$IP:$P_KS/v3 OS_USERNAME=admin OS_PASSWORD=$PW OS_PROJECT_NAME=admin
export OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default OS_REGION_NAME=$REGION OS_IDENTITY_API_VERSION=3
E
  chmod 600 "$S/openrc"
}

nm() { /usr/bin/nova-manage --config-file "$S/etc/nova/nova.conf" "$@" >>"$S/log/manage.log" 2>&1 || { [ "${NM_OK:-}" = "$?" ] || die "nova-manage $* failed, see $S/log/manage.log"; }; }

cmd_install() {
  local t0 t1 t2 v d q="" db_was=0 ks_was=0; t0=$(now)
  [ "$(id -u)" = 0 ] || die "install needs root"
  mkdir -p "$S/log" "$S/run"
  if [ -f "$S/.seeded" ]; then     # the catalog and the cell have the ports in them
    for v in OSL_KEYSTONE_PORT OSL_NOVA_PORT OSL_PLACEMENT_PORT OSL_IMAGE_PORT OSL_NETWORK_PORT OSL_RABBIT_PORT; do
      q=$(env -i bash -c '. "$1"; echo "${!2}"' - "$S/osl.env" "$v")
      [ "$q" = "${!v}" ] || die "$v was $q when $S was installed and cannot become ${!v}: wipe it, or use another OSL_STATE"
    done
    q=""
  fi
  for v in $VARS; do printf ': "${%s:=%s}"\n' "$v" "${!v}"; done >"$S/osl.env"
  apt_install; t1=$(now)
  write_config
  alive db && db_was=1; alive keystone && ks_was=1
  [ -d "$S/db/mysql" ] || mariadb-install-db --no-defaults --user=root --datadir="$S/db" --auth-root-authentication-method=normal --skip-test-db >"$S/log/mariadb-install.log" 2>&1
  start_one db
  for d in keystone placement nova_api nova nova_cell0; do q="$q CREATE DATABASE IF NOT EXISTS $d CHARACTER SET utf8; GRANT ALL ON $d.* TO 'osl'@'localhost' IDENTIFIED BY '$PW';"; done
  mariadb --no-defaults -uroot -S "$S/run/mysqld.sock" -e "$q"
  local kc="$S/etc/keystone/keystone.conf"
  if [ ! -f "$S/.seeded" ]; then
    log "keystone: db sync + bootstrap"
    ( keystone-manage --config-file "$kc" db_sync
      keystone-manage --config-file "$kc" fernet_setup --keystone-user root --keystone-group root
      keystone-manage --config-file "$kc" credential_setup --keystone-user root --keystone-group root
      keystone-manage --config-file "$kc" bootstrap --bootstrap-password "$PW" --bootstrap-region-id "$REGION" \
        --bootstrap-public-url "http://$IP:$P_KS/v3" --bootstrap-internal-url "http://$IP:$P_KS/v3" --bootstrap-admin-url "http://$IP:$P_KS/v3"
    ) >"$S/log/manage.log" 2>&1 || die "keystone-manage failed, see $S/log/manage.log"
    log "placement: db sync"
    placement-manage --config-file "$S/etc/placement/placement.conf" db sync >>"$S/log/manage.log" 2>&1 || die "placement-manage failed"
    log "nova: db sync + cells"
    nm api_db sync
    nm cell_v2 map_cell0 --database_connection "$(dburl nova_cell0)"
    nm db sync
    NM_OK=2 nm cell_v2 create_cell --name=cell1     # rc 2: already there
    start_one keystone; wait_http "http://$IP:$P_KS/v3" keystone
    "$PY" "$S/bin/seed.py" >>"$S/log/manage.log" 2>&1 || die "seed.py failed, see $S/log/manage.log"
    chmod 600 "$S/credentials.json"
    touch "$S/.seeded"
    [ $ks_was = 1 ] || stop_one keystone
  fi
  [ $db_was = 1 ] || stop_one db
  t2=$(now)
  log "install done: apt $(echo "$t1 $t0" | awk '{printf "%.1f", $1-$2}') s, config+db+bootstrap $(echo "$t2 $t1" | awk '{printf "%.1f", $1-$2}') s"
}

# ---------------------------------------------------------------- daemons
start_time() { awk '{sub(/.*\) /,""); if ($1!="Z") print $20}' "/proc/$1/stat" 2>/dev/null || true; }   # empty: gone or zombie
alive() { # svc -> 0 when the recorded process (pid + kernel start time) still runs
  local f="$S/run/$1.pid" p t; [ -f "$f" ] || return 1; read -r p t <"$f"
  [ -n "$t" ] && [ "$(start_time "$p")" = "$t" ]
}
spawn() { # svc cmd... : own session, log file, pidfile
  local n=$1; shift
  setsid "$@" >>"$S/log/$n.log" 2>&1 </dev/null &
  local p=$!; sleep 0.05; echo "$p $(start_time "$p")" >"$S/run/$n.pid"
}
wait_http() { # url name [secs]
  local i; for i in $(seq 1 $(( ${3:-60} * 10 ))); do curl -s -o /dev/null -m 5 "$1" && return 0; alive "$2" || die "$2 died, see $S/log/$2.log"; sleep 0.1; done
  die "$2 not answering at $1"
}
uw() { # svc port env...
  local n=$1 p=$2; shift 2
  spawn "$n" env "$@" /usr/bin/uwsgi_python3 --http-socket "$IP:$p" --ini "$S/etc/$n-uwsgi.ini"
}
ports_of() { # svc
  case $1 in
    epmd) echo "$P_EPMD" ;; rabbit) echo "$P_MQ $P_MQD" ;; keystone) echo "$P_KS" ;; placement) echo "$P_PL" ;;
    stub) echo "$P_IMG $P_NET" ;; nova-api) echo "$P_NOVA" ;;
  esac
}
answers() { (exec 3<>"/dev/tcp/$IP/$1") 2>/dev/null; }
start_one() {
  local n=$1 port; alive "$n" && return 0
  # somebody else's daemon on our port would look like ours, healthy, until the first request
  for port in $(ports_of "$n"); do ! answers "$port" || die "$n: port $port is in use; choose another (OSL_PORT_OFFSET or OSL_*_PORT)"; done
  case $n in
    db) spawn db /usr/sbin/mariadbd --no-defaults --user=root --datadir="$S/db" --socket="$S/run/mysqld.sock" --pid-file="$S/run/mysqld.pid" \
          --skip-networking --innodb-buffer-pool-size=64M --performance-schema=OFF --max-connections=400
        local i; for i in $(seq 1 300); do [ -S "$S/run/mysqld.sock" ] && mariadb --no-defaults -uroot -S "$S/run/mysqld.sock" -e 'select 1' >/dev/null 2>&1 && break; alive db || die "mariadbd died"; sleep 0.1; done ;;
    rabbit)
        start_one epmd
        spawn rabbit env HOME="$S/lib" RABBITMQ_NODENAME=osl@localhost RABBITMQ_CONFIG_FILE="$S/etc/rabbitmq/rabbitmq" RABBITMQ_CONF_ENV_FILE=/dev/null \
          RABBITMQ_MNESIA_BASE="$S/db/rabbit" RABBITMQ_LOG_BASE="$S/log" RABBITMQ_ENABLED_PLUGINS_FILE="$S/etc/rabbitmq/enabled_plugins" \
          RABBITMQ_PID_FILE="$S/run/rabbit-beam.pid" RABBITMQ_NODE_IP_ADDRESS=$IP RABBITMQ_NODE_PORT="$P_MQ" RABBITMQ_DIST_PORT="$P_MQD" \
          RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
          ERL_EPMD_ADDRESS=$IP ERL_EPMD_PORT="$P_EPMD" /usr/lib/rabbitmq/bin/rabbitmq-server ;;
    epmd)      spawn epmd /usr/bin/epmd -address $IP -port "$P_EPMD"; sleep 0.3 ;;
    keystone)  uw keystone  "$P_KS" OS_KEYSTONE_CONFIG_FILES="$S/etc/keystone/keystone.conf" ;;
    placement) uw placement "$P_PL" OS_PLACEMENT_CONFIG_DIR="$S/etc/placement" ;;
    stub)      spawn stub "$PY" "$S/bin/stub.py" ;;
    nova-api)  echo "$API_KIND" >"$S/run/nova-api.kind"
               if [ "$API_KIND" = eventlet ]; then spawn nova-api "$PY" "$S/bin/nova-api" --config-file "$S/etc/nova/nova.conf"
               else uw nova-api "$P_NOVA" OS_NOVA_CONFIG_DIR="$S/etc/nova"; fi ;;
    conductor|scheduler) spawn "$n" "$PY" "$S/bin/nova-$n" --config-file "$S/etc/nova/nova.conf" ;;
    compute*)  spawn "$n" "$PY" "$S/bin/nova-compute" --config-file "$S/etc/nova/nova.conf" --config-file "$S/etc/nova/$n.conf" ;;
    *) die "unknown service $n" ;;
  esac
}
stop_one() {
  local n=$1 p t i; alive "$n" || { rm -f "$S/run/$n.pid"; return 0; }
  read -r p t <"$S/run/$n.pid"
  kill -TERM "$p" 2>/dev/null || true
  for i in $(seq 1 150); do alive "$n" || break; sleep 0.1; done
  alive "$n" && { kill -KILL -- "-$p" 2>/dev/null || kill -KILL "$p" 2>/dev/null || true; }
  rm -f "$S/run/$n.pid"
  [ "$n" = rabbit ] && stop_one epmd || true
}

crash_one() {
  local n=$1 p t; alive "$n" || { rm -f "$S/run/$n.pid"; return 0; }
  read -r p t <"$S/run/$n.pid"
  kill -KILL -- "-$p" 2>/dev/null || kill -KILL "$p" 2>/dev/null || true
  while alive "$n"; do sleep 0.05; done
  rm -f "$S/run/$n.pid"
}

computes() { local c; for c in $(seq 1 "$NCOMP"); do echo "compute$c"; done; }
token() { # admin token -> stdout
  curl -s -m 20 -D - -o /dev/null -H 'Content-Type: application/json' "http://$IP:$P_KS/v3/auth/tokens" -d \
   '{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"admin","domain":{"id":"default"},"password":"'$PW'"}}},"scope":{"project":{"name":"admin","domain":{"id":"default"}}}}}' \
   | tr -d '\r' | awk 'tolower($1)=="x-subject-token:"{print $2}'
}
services() { curl -s -m 20 -H "X-Auth-Token: $1" -H 'X-OpenStack-Nova-API-Version: 2.53' "http://$IP:$P_NOVA/v2.1/os-services"; }

cmd_start() {
  [ -f "$S/.seeded" ] || die "run install first"
  if [ $# -gt 0 ]; then for n in "$@"; do start_one "$n"; done; return; fi
  local t0; t0=$(now)
  write_config
  start_one db; start_one rabbit; start_one keystone; start_one placement; start_one stub
  wait_http "http://$IP:$P_KS/v3" keystone; wait_http "http://$IP:$P_PL/" placement
  local i; for i in $(seq 1 600); do answers "$P_MQ" && break; alive rabbit || die "rabbit died, see $S/log/rabbit.log"; sleep 0.1; done
  local since c tok up; since=$(date -u +%FT%T)
  # install may have changed the kind of API server since this one was started
  if alive nova-api && [ "$(cat "$S/run/nova-api.kind" 2>/dev/null)" != "$API_KIND" ]; then stop_one nova-api; fi
  start_one conductor; start_one scheduler; start_one nova-api
  for c in $(computes); do start_one "$c"; done
  wait_http "http://$IP:$P_NOVA/" nova-api
  tok=$(token); [ -n "$tok" ] || die "no token from keystone"
  # healthy: every service has reported since this start and is up (or deliberately forced down)
  for i in $(seq 1 240); do
    up=$(services "$tok" | jq --arg t "$since" '[.services[]?|select((.state=="up" or .forced_down) and .updated_at>=$t)]|length' 2>/dev/null || echo 0)
    [ "${up:-0}" -ge $((NCOMP + 2)) ] && break
    for c in conductor scheduler nova-api $(computes); do alive "$c" || die "$c died, see $S/log/$c.log"; done
    sleep 0.5
  done
  [ "${up:-0}" -ge $((NCOMP + 2)) ] || die "only ${up:-0} of $((NCOMP + 2)) services came up"
  # map hosts to cell1: until then PUT .../force-down by host name answers 404
  if [ "$(cat "$S/.discovered" 2>/dev/null)" != "$NCOMP" ]; then
    for i in $(seq 1 20); do
      nm cell_v2 discover_hosts
      [ "$(/usr/bin/nova-manage --config-file "$S/etc/nova/nova.conf" cell_v2 list_hosts 2>/dev/null | grep -c '| compute')" -ge "$NCOMP" ] && { echo "$NCOMP" >"$S/.discovered"; break; }
      sleep 1
    done
  fi
  log "start done in $(echo "$(now) $t0" | awk '{printf "%.1f", $1-$2}') s; services up: $(services "$tok" | jq '[.services[]?|select(.state=="up")]|length'); credentials: $S/credentials.json, $S/openrc"
}
cmd_stop() {
  if [ $# -gt 0 ]; then for n in "$@"; do stop_one "$n"; done; return; fi
  local n; for n in $(cd "$S/run" 2>/dev/null && ls compute*.pid 2>/dev/null | sed 's/\.pid$//'); do stop_one "$n" & done; wait
  for n in nova-api scheduler conductor stub placement keystone rabbit epmd db; do stop_one "$n"; done
  log "stopped"
}
rss() { # whole session of pid, MiB (PSS where readable: shared pages counted once)
  local p s=0 v; for p in $(ps -o pid= -s "$1"); do v=$(awk '/^Pss:/{print $2}' "/proc/$p/smaps_rollup" 2>/dev/null || echo 0); s=$((s + ${v:-0})); done; echo $((s / 1024))
}
cmd_status() {
  local n p t m tot=0
  for n in db epmd rabbit keystone placement stub conductor scheduler nova-api $(computes); do
    if alive "$n"; then read -r p t <"$S/run/$n.pid"; m=$(rss "$p"); tot=$((tot + m)); printf '%-10s up   pid %-7s PSS %4s MiB\n' "$n" "$p" "$m"; else printf '%-10s DOWN\n' "$n"; fi
  done
  echo "total PSS $tot MiB (nova-api: $API_KIND)"
  tok=$(token || true); [ -n "${tok:-}" ] && services "$tok" | jq -r '.services[]?|[.binary,.host,.status,.state,(.forced_down|tostring),.id]|@tsv'
}
cmd_servers() {
  local per=${1:-2} tok h c n; tok=$(token)
  n() { curl -s -m 60 -H "X-Auth-Token: $tok" -H 'Content-Type: application/json' -H 'X-OpenStack-Nova-API-Version: 2.74' "$@"; }
  n "http://$IP:$P_NOVA/v2.1/flavors/1" | jq -e .flavor >/dev/null || n "http://$IP:$P_NOVA/v2.1/flavors" -d '{"flavor":{"id":"1","name":"fake.tiny","vcpus":1,"ram":64,"disk":0}}' >/dev/null
  for h in $(computes); do for c in $(seq 1 "$per"); do
    n "http://$IP:$P_NOVA/v2.1/servers" -d '{"server":{"name":"'"$h-vm$c"'","imageRef":"'$IMAGE_ID'","flavorRef":"1","networks":"none","host":"'"$h"'"}}' | jq -r '.server.id // .'
  done; done
}
case ${1:-} in
  install) cmd_install ;;
  start) shift; cmd_start "$@" ;;
  stop) shift; cmd_stop "$@" ;;
  crash) shift; for n in "$@"; do crash_one "$n"; done ;;
  discover) nm cell_v2 discover_hosts ;; # a host whose service was deleted has lost its mapping too
  status) cmd_status ;;
  servers) shift; cmd_servers "$@" ;;
  wipe) cmd_stop; rm -rf -- "$S" ;;
  *) sed -n '2,22p' "$0"; exit 2 ;;
esac
