#!/usr/bin/env bash
# Cold start, first page, memory. The limit beside ours: the smallest ASP.NET Core program on the same machine in the same run.
# Usage: bench/start/run.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/build-app.sh
runs=${1:-5}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

mkdir "$work/bare"
cat >"$work/bare/bare.csproj" <<'X'
<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>
X
echo 'var app = WebApplication.Create(args); app.MapGet("/", () => "ok"); app.Run();' >"$work/bare/Program.cs"
dotnet publish "$work/bare/bare.csproj" -c Release -o "$work/bare/out" -v quiet --nologo >/dev/null

# Prints milliseconds from starting the command to the first complete answer of its first page, then the memory (PSS, kB) after it.
measure() { # port, command…
  local port=$1; shift
  local from=$(date +%s%N)
  "$@" >/dev/null 2>&1 &
  local pid=$!
  until curl -fsS -o /dev/null "http://127.0.0.1:$port/" 2>/dev/null; do sleep 0.01; done
  local to=$(date +%s%N)
  local pss=$(awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup")
  kill "$pid"; wait "$pid" 2>/dev/null || true
  echo "$(((to - from) / 1000000)) $pss"
}
median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }

# The first start fills the data folder; it is not counted.
measure 5591 dotnet artifacts/app/Akis.Server.dll serve --demo --urls http://127.0.0.1:5591 --data "$work/data" >/dev/null
for _ in $(seq "$runs"); do
  measure 5591 dotnet artifacts/app/Akis.Server.dll serve --demo --urls http://127.0.0.1:5591 --data "$work/data" >>"$work/akis"
  measure 5592 dotnet "$work/bare/out/bare.dll" --urls http://127.0.0.1:5592 >>"$work/bare.txt"
done
akis=$(cut -d' ' -f1 "$work/akis" | median) bare=$(cut -d' ' -f1 "$work/bare.txt" | median)
echo "cold start to first page, median of $runs: Akış $akis ms, bare ASP.NET Core $bare ms, ratio $(awk "BEGIN {printf \"%.1f\", $akis / $bare}")"
echo "memory after the first page (PSS): Akış $(($(cut -d' ' -f2 "$work/akis" | median) / 1024)) MB, bare $(($(cut -d' ' -f2 "$work/bare.txt" | median) / 1024)) MB"
