#!/bin/sh
# Kills a working program with SIGKILL at random moments, 200 times on SQLite and 200 on PostgreSQL, then checks that every acknowledged command is there,
# none twice, and that nothing is stuck. With --server it is `akis serve` that is killed, while eight programs work over /v2.
# Usage: bench/engine/crash.sh [--server] [rounds]
set -e
cd "$(dirname "$0")/../.."
project=Akis.Engine.Tests class='*.SqliteCrashTests' other='*.PostgreSqlCrashTests'
if [ "$1" = --server ]; then
  shift
  project=Akis.Browser.Tests class='*.SqliteEngineCrashTests' other='*.PostgreSqlEngineCrashTests'
fi
dotnet build "tests/$project" -c Release -v q --nologo
AKIS_CRASH_ROUNDS="${1:-200}" "artifacts/bin/$project/release/$project" -noColor -noLogo -diagnostics -class "$class" -class "$other"
