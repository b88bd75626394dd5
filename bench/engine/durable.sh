#!/bin/sh
# Whole instances a second with every commit on disk, beside the same rows written without the engine, in the same run.
# SQLite in a temporary folder and a private PostgreSQL 15. Usage: bench/engine/durable.sh [seconds for each figure]
# With "scale" it measures a step beside many instances instead: bench/engine/durable.sh 5 scale 100000 1000000 100000 (ended, ended, waiting; some 10 GB of disk).
set -e
cd "$(dirname "$0")/../.."
pg=/usr/lib/postgresql/15/bin
folder=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
trap 'as $pg/pg_ctl -D "$folder/pg" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
mkdir "$folder/sqlite" && chmod 755 "$folder" && { [ "$(id -u)" != 0 ] || chown postgres "$folder"; }
(cd "$folder" && as $pg/initdb -D "$folder/pg" -A trust -U akis -E UTF8 >/dev/null && as $pg/pg_ctl -D "$folder/pg" -w -o "-c listen_addresses='' -c unix_socket_directories=$folder -c shared_buffers=256MB" -l "$folder/log" start >/dev/null && as $pg/createdb -h "$folder" -U akis bench)
seconds="${1:-3}"; [ $# -eq 0 ] || shift
dotnet run -c Release --project bench/engine/durable -- "$folder/sqlite" "Host=$folder;Username=akis;Database=bench;Maximum Pool Size=70" "$seconds" "$@"
