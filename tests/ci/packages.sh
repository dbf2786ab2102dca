# Debian's packages, besides those the cloud installs for itself. DEBIAN says afterwards whether there is an apt to ask.

DEBIAN=no

install_packages() {
  local wanted=() name made=no code=0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    skipped 1 "not root on Debian: no real Nova, no Prometheus, no Alertmanager, no openstacksdk"
    return
  fi
  DEBIAN=yes
  for name in chromium curl fence-agents jsonnet prometheus prometheus-alertmanager python3-openstacksdk python3-sushy redfishtool; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || wanted+=("$name")
  done
  command -v node >/dev/null && command -v npm >/dev/null || wanted+=(nodejs npm)
  run_group apt-get update || true
  [ ${#wanted[@]} = 0 ] && { echo "all there"; return; }

  # A package's daemon must not start by itself: everything here is started by hand, on loopback, and ended again.
  if [ ! -e /usr/sbin/policy-rc.d ]; then printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; made=yes; fi
  run_group env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${wanted[@]}" || code=$?
  [ $made = no ] || rm -f /usr/sbin/policy-rc.d
  return $code
}
