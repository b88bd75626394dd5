#!/usr/bin/env bash
# Installs what a fresh Debian 12 machine with the .NET SDK and Node lacks. Usage: scripts/setup.sh run|test
# Does nothing, and needs no network, when everything is there.
set -euo pipefail

missing=()
need() { # command-or-file, package
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing+=("$2")
}

for tool in dotnet node npm; do
  command -v "$tool" >/dev/null 2>&1 || { echo "setup: '$tool' is missing: install the .NET 10 SDK and Node.js 20 first (see README.md)." >&2; exit 1; }
done

# Documents are printed by WeasyPrint in Liberation's faces; the program runs without them until a process makes a document.
need weasyprint weasyprint
need /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf fonts-liberation2

if [ "${1:-run}" = test ]; then
  need pdftotext poppler-utils
  need zbarimg zbar-tools
  need chromium chromium
  need /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core
  need /usr/lib/postgresql/15/bin/initdb postgresql-15
  need /usr/lib/dovecot/imap dovecot-imapd
  need /usr/sbin/exim4 exim4-daemon-light
fi

if [ ${#missing[@]} -gt 0 ]; then
  echo "setup: installing from Debian: ${missing[*]}"
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q >/dev/null
  # Tests start private clusters of their own: no system-wide cluster is wanted.
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  # RUNLEVEL=1 keeps the packages from starting servers of their own: tests start theirs, private and on loopback.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi
