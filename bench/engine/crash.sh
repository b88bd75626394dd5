#!/bin/sh
# Kills a working program with SIGKILL at random moments, 200 times on SQLite and 200 on PostgreSQL, then checks that every acknowledged command is there,
# none twice, and that nothing is stuck. Usage: bench/engine/crash.sh [rounds]
set -e
cd "$(dirname "$0")/../.."
dotnet build tests/Akis.Engine.Tests -c Release -v q --nologo
AKIS_CRASH_ROUNDS="${1:-200}" artifacts/bin/Akis.Engine.Tests/release/Akis.Engine.Tests -noColor -noLogo -diagnostics -class '*CrashTests'
