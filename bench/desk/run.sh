#!/usr/bin/env bash
# The desk with many tickets: create by API, a ticket's page, the list, full-text search; requests a second, p50/p99, CPU a request, memory.
# SQLite in a temporary folder and a private PostgreSQL 15. Usage: bench/desk/run.sh [TICKETS] [SECONDS] [sqlite|pgsql|both]
set -euo pipefail
cd "$(dirname "$0")/../.."
tickets=${1:-10000} seconds=${2:-5} which=${3:-both}
pg=/usr/lib/postgresql/15/bin
folder=$(mktemp -d)
server=
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; as $pg/pg_ctl -D "$folder/pg" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap finish EXIT
chmod 755 "$folder"
dotnet build src/Akis.Server -c Release -v quiet --nologo >/dev/null
dotnet build bench/desk -c Release -v quiet --nologo >/dev/null
bench=artifacts/bin/Akis.Bench.Desk/release/Akis.Bench.Desk
akis="dotnet artifacts/bin/Akis.Server/release/Akis.Server.dll"
unset AKIS_DB AKIS_DATA
export AKIS_DEMO_PASSWORD=olcum-parolasi-1 ASPNETCORE_ENVIRONMENT=Production

start() { # data db
  $akis serve --demo --urls http://127.0.0.1:5571 --data "$1" ${2:+--db "$2"} >"$folder/log" 2>&1 &
  server=$!
  until curl -fsS -o /dev/null http://127.0.0.1:5571/health/ready 2>/dev/null; do kill -0 "$server" || { cat "$folder/log"; exit 1; }; sleep 0.2; done
}
stop() { kill "$server"; wait "$server" 2>/dev/null || true; server=; }
measure() { # name data db
  echo "== $1, $tickets tickets"
  start "$2" "$3"
  stop
  "$bench" fill "$2" "${3:--}" "$tickets" knowledge
  start "$2" "$3"
  token=$($akis token create --user masa --data "$2" ${3:+--db "$3"})
  "$bench" load http://127.0.0.1:5571 "$server" "$token" "$seconds"
  stop
}
if [ "$which" != pgsql ]; then measure SQLite "$folder/data" ""; fi
if [ "$which" != sqlite ]; then
  chown postgres "$folder" 2>/dev/null || true
  (cd "$folder" && as $pg/initdb -D "$folder/pg" -A trust -U akis -E UTF8 >/dev/null && as $pg/pg_ctl -D "$folder/pg" -w -o "-c listen_addresses='' -c unix_socket_directories=$folder -c shared_buffers=512MB -c max_wal_size=4GB" -l "$folder/pglog" start >/dev/null && as $pg/createdb -h "$folder" -U akis desk)
  measure PostgreSQL "$folder/data-pg" "Host=$folder;Username=akis;Database=desk;Maximum Pool Size=30"
fi
