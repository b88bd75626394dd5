#!/usr/bin/env bash
# Sets up what is missing, builds everything, runs every test. Last line: `N passed, N failed`.
# Usage: ./test.sh [PROJECT…]   (names of folders under tests/; all of them when none is given)
set -uo pipefail
cd "$(dirname "$0")"
scripts/setup.sh test || { echo "0 passed, 1 failed"; exit 1; }

echo "== build"
if ! dotnet build Akis.slnx -c Release -v quiet --nologo; then
  echo "0 passed, 1 failed"
  exit 1
fi

if [ $# -gt 0 ]; then projects=("$@"); else projects=(); for folder in tests/*.Tests; do projects+=("$(basename "$folder")"); done; fi

total=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in "${projects[@]}"; do
  echo "== $project"
  started=$SECONDS
  "artifacts/bin/$project/release/$project" -noColor -noLogo >"$log" 2>&1
  code=$?
  grep -vE '^ *(Discovering|Discovered|Starting|Finished): ' "$log"
  echo "   $((SECONDS - started)) s"
  summary=$(grep -E "^ *$project +Total: " "$log" | tail -n 1)
  number() { local found; found=$(sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"); echo "${found:-0}"; }
  if [ "$(number Total)" = 0 ]; then
    echo "   $project ended with code $code and ran no test"
    failed=$((failed + 1)) total=$((total + 1))
    continue
  fi
  broken=$(($(number Errors) + $(number Failed)))
  [ "$broken" = 0 ] && [ "$code" != 0 ] && broken=1
  total=$((total + $(number Total))) failed=$((failed + broken)) skipped=$((skipped + $(number Skipped)))
done

if [ $# -eq 0 ]; then
  echo "== web"
  if (cd web && npx --no-install tsc --noEmit && npx --no-install vitest run --reporter=json --outputFile="$log" >/dev/null 2>&1); then broken=0; else broken=1; fi
  passed=$(sed -nE 's/.*"numPassedTests":([0-9]+).*/\1/p' "$log" | head -n 1)
  red=$(sed -nE 's/.*"numFailedTests":([0-9]+).*/\1/p' "$log" | head -n 1)
  [ "${red:-0}" -gt 0 ] && broken=$red
  echo "   ${passed:-0} passed, $broken failed"
  total=$((total + ${passed:-0} + broken)) failed=$((failed + broken))
fi

if [ "$skipped" -gt 0 ]; then
  echo "$((total - failed - skipped)) passed, $failed failed, $skipped skipped"
else
  echo "$((total - failed)) passed, $failed failed"
fi
[ "$failed" = 0 ]
