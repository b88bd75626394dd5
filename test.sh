#!/usr/bin/env bash
# Sets up what is missing, builds everything, runs every test. What failed is told at the end; last line: `N passed, N failed`.
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
logs=artifacts/test-logs
rm -rf "$logs" && mkdir -p "$logs"
red=$logs/failed.log
: >"$red"

# The runner begins a failed test's lines with `    NAME [FAIL]` and indents what it has to say further.
failures() { awk '/^    [^ ].* \[FAIL\]$/ { telling = 1 } /^(    )?[^ ]/ && !/\[FAIL\]$/ { telling = 0 } telling' "$1"; }

for project in "${projects[@]}"; do
  echo "== $project"
  log=$logs/$project.log
  started=$SECONDS
  "artifacts/bin/$project/release/$project" -noColor -noLogo >"$log" 2>&1
  code=$?
  summary=$(grep -E "^ *$project +Total: " "$log" | tail -n 1)
  echo "${summary:-   no summary} ($((SECONDS - started)) s)"
  number() { local found; found=$(sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"); echo "${found:-0}"; }
  if [ "$(number Total)" = 0 ]; then
    { echo "$project ended with code $code and ran no test"; tail -n 40 "$log"; } | tee -a "$red"
    failed=$((failed + 1)) total=$((total + 1))
    continue
  fi
  broken=$(($(number Errors) + $(number Failed)))
  if [ "$broken" = 0 ] && [ "$code" != 0 ]; then
    broken=1
    { echo "$project ended with code $code"; tail -n 40 "$log"; } >>"$red"
  fi
  [ "$broken" = 0 ] || failures "$log" >>"$red"
  total=$((total + $(number Total))) failed=$((failed + broken)) skipped=$((skipped + $(number Skipped)))
done

if [ $# -eq 0 ]; then
  echo "== web"
  log=$logs/web.json
  if (cd web && npx --no-install tsc --noEmit && npx --no-install vitest run --reporter=json --outputFile="../$log" >"../$logs/web.log" 2>&1); then broken=0; else broken=1; fi
  passed=$(sed -nE 's/.*"numPassedTests":([0-9]+).*/\1/p' "$log" 2>/dev/null | head -n 1)
  unpassed=$(sed -nE 's/.*"numFailedTests":([0-9]+).*/\1/p' "$log" 2>/dev/null | head -n 1)
  [ "${unpassed:-0}" -gt 0 ] && broken=$unpassed
  [ "$broken" = 0 ] || cat "$logs/web.log" >>"$red"
  echo "   ${passed:-0} passed, $broken failed"
  total=$((total + ${passed:-0} + broken)) failed=$((failed + broken))
fi

if [ "$failed" -gt 0 ]; then
  echo "== failed (whole logs: $logs)"
  cut -c1-400 "$red" | head -n 200
fi
if [ "$skipped" -gt 0 ]; then
  echo "$((total - failed - skipped)) passed, $failed failed, $skipped skipped"
else
  echo "$((total - failed)) passed, $failed failed"
fi
[ "$failed" = 0 ]
