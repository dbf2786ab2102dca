#!/usr/bin/env python3
"""Times the whole path webhook -> look -> PUT -> answer of `novafence serve` on a devstack-lite cloud.

  . OSL_STATE/openrc; tests/openstack/fifty-hosts.sh add N; tests/openstack/time-the-look.py PROGRAM [SINGLES] [STORMS]

PROGRAM is the built novafence (or novafence.dll, run with dotnet). It is started with a SQLite ledger of its own, and every host that it has
forced down is unset again. Its one route takes an alert at its word, so that hosts whose nova-compute lives can be used: the look is the same.
Prints medians, the slowest, and how often the look did not fit its time: a force-down "unseen".
"""
import datetime, http.client, json, os, statistics, subprocess, sys, tempfile, threading, time, urllib.parse

program, singles, storms = sys.argv[1], int((sys.argv[2:3] or [20])[0]), int((sys.argv[3:4] or [3])[0])
folder = tempfile.mkdtemp(prefix="novafence-look-")
# After an unset it looks once more, unasked; an alert that comes meanwhile waits for that listing to end before its own begins, which is not the one alert meant here.
PAUSE = 2
TOKEN = "look-token-0123456789abcdef"
settings = {
    "Ledger__Sqlite__Path": folder + "/ledger.db", "Receivers__Alertmanager__Tokens__0": TOKEN, "Access__OperatorTokens__0": TOKEN + "-operator",
    "Hosts__Labels__0": "host", "Routes__0__Name": "all", "Routes__0__Receiver": "alertmanager", "Routes__0__Match__0": "*", "Routes__0__Evidence": "asserted",
    "Routes__0__Release": "immediately", "Routes__0__Contradiction": "ignore", "Release__SettleTime": "00:00:00", "Budget__MaxHosts": "60", "Budget__MaxShare": "1",
    "Budget__MaxPerHour": "300", "Budget__MaxPerHostPerHour": "100", "Storm__MinHosts": "500", "Audit__Schedule": "0 0 0 1 * *", "Fencing__MaxParallelPuts": os.environ.get("PUTS", "8"),
}
env = dict(os.environ, **{"NovaFence__" + key: value for key, value in settings.items()})
server = subprocess.Popen((["dotnet"] if program.endswith(".dll") else []) + [program, "serve", "--port", "0"], env=env, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
said, port = [], None
for line in server.stdout:
    said.append(line)
    if line.startswith("novafence listens on "):
        port = urllib.parse.urlsplit(line.split()[-1]).port
        break
if port is None:
    sys.exit("".join(said))
threading.Thread(target=lambda: said.extend(server.stdout), daemon=True).start()


def call(method, path, body=None, token=TOKEN + "-operator"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(method, path, None if body is None else json.dumps(body), {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    reply = connection.getresponse()
    text = reply.read()
    connection.close()
    return reply.status, json.loads(text) if text else None


def tell(hosts, firing, starts):
    zero = "0001-01-01T00:00:00Z"
    alerts = [{"status": "firing" if firing else "resolved", "labels": {"alertname": "HostDown", "host": host}, "annotations": {}, "startsAt": starts,
               "endsAt": zero if firing else now(), "fingerprint": "%016x" % (hash(host) & (2**64 - 1))} for host in hosts]
    began = time.perf_counter()
    status, answer = call("POST", "/api/webhooks/alertmanager", {"version": "4", "groupKey": "{}", "receiver": "novafence", "status": "firing", "truncatedAlerts": 0, "alerts": alerts}, TOKEN)
    took = (time.perf_counter() - began) * 1000
    return took, status, answer["outcomes"]


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")


def release(hosts):
    """Unsets them; one that was forced down unseen needs an operator."""
    _, _, outcomes = tell(hosts, False, now())
    for outcome in outcomes:
        if outcome["state"] != "clear":
            call("PUT", "/api/hosts/%s/force-down" % outcome["host"], {"forced_down": False, "reason": "timed", "force": True})


def shown(name, times, verdicts):
    unlike = [verdict for verdict in verdicts if verdict != "force-down"]
    print("%-42s n %3d   p50 %7.1f ms   slowest %7.1f ms   not forced down at once %d" % (name, len(times), statistics.median(times), max(times), len(unlike)), flush=True)


def unseen(names):
    rows = [event for name in names for event in call("GET", "/api/hosts/%s/events?limit=500" % name)[1]["events"]]
    return sum("unseen" in (row["event"].get("reason") or "") for row in rows)


def bare():
    """One listing with nothing of ours in between, on a connection of its own, as uwsgi closes each."""
    auth = urllib.parse.urlsplit(os.environ["OS_AUTH_URL"])
    keystone = http.client.HTTPConnection(auth.hostname, auth.port)
    domain = {"name": "Default"}
    keystone.request("POST", auth.path + "/auth/tokens", json.dumps({"auth": {
        "identity": {"methods": ["password"], "password": {"user": {"name": os.environ["OS_USERNAME"], "password": os.environ["OS_PASSWORD"], "domain": domain}}},
        "scope": {"project": {"name": os.environ["OS_PROJECT_NAME"], "domain": domain}}}}), {"Content-Type": "application/json"})
    reply = keystone.getresponse()
    token, catalog = reply.getheader("X-Subject-Token"), json.loads(reply.read())["token"]["catalog"]
    nova = urllib.parse.urlsplit(next(service for service in catalog if service["type"] == "compute")["endpoints"][0]["url"])
    times, count = [], 0
    for _ in range(15):
        began = time.perf_counter()
        connection = http.client.HTTPConnection(nova.hostname, nova.port)
        connection.request("GET", nova.path + "/os-services?binary=nova-compute", None, {"X-Auth-Token": token, "X-OpenStack-Nova-API-Version": "2.69"})
        count = len(json.loads(connection.getresponse().read())["services"])
        connection.close()
        times.append((time.perf_counter() - began) * 1000)
    print("%-42s n %3d   p50 %7.1f ms   slowest %7.1f ms   %d services" % ("bare listing", len(times), statistics.median(times), max(times), count), flush=True)


try:
    for _ in range(600):
        if call("GET", "/api/health/ready")[0] == 200:
            break
        time.sleep(0.1)
    hosts = sorted(host["host"] for host in call("GET", "/api/hosts")[1]["hosts"] if host["host"].startswith("storm")) or sorted(host["host"] for host in call("GET", "/api/hosts")[1]["hosts"])
    bare()
    times, verdicts = [], []
    for number in range(singles):
        host = hosts[number % len(hosts)]
        time.sleep(PAUSE)
        took, _, outcomes = tell([host], True, now())
        times.append(took)
        verdicts.append(outcomes[0]["verdict"])
        release([host])
    shown("one alert", times, verdicts)
    group = hosts[:50]
    times, verdicts = [], []
    for _ in range(storms):
        took, _, outcomes = tell(group, True, now())
        times.append(took)
        verdicts += [outcome["verdict"] for outcome in outcomes]
        release(group)
    shown("one delivery of %d alerts" % len(group), times, verdicts)
    whole, each, verdicts = [], [], []
    for _ in range(storms):
        results = []
        threads = [threading.Thread(target=lambda host=host: results.append(tell([host], True, now()))) for host in group]
        began = time.perf_counter()
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        whole.append((time.perf_counter() - began) * 1000)
        each += [result[0] for result in results]
        verdicts += [result[2][0]["verdict"] for result in results]
        release(group)
    shown("%d deliveries at once: until the last" % len(group), whole, verdicts)
    shown("%d deliveries at once: each" % len(group), each, verdicts)
    print("forced down unseen: %d of %d" % (unseen(hosts[:max(50, singles)]), singles + 2 * storms * len(group)))
finally:
    server.terminate()
    server.wait()
    if os.environ.get("SAY"):
        sys.stdout.write("".join(said[-200:]))
