#!/usr/bin/env bash
# Mutation testing of the FEEL and DMN libraries with dotnet-stryker: changes the code in small ways and counts how many changes a test notices.
# Usage: bench/mutation.sh feel|dmn [GLOB]    (GLOB: files to mutate, for example '**/Checks/*.cs'; all when none is given)
# Works on a copy outside the repository, without the conformance kit: only the repository's own tests count. Report: artifacts/mutation/NAME/.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case "${1:-}" in
  feel) project=Akis.Feel ;;
  dmn) project=Akis.Dmn ;;
  *) sed -n '2,5p' "$0"; exit 2 ;;
esac
files=${2:-**/*.cs}

tool=$root/artifacts/tools/stryker
[ -x "$tool/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$tool" >/dev/null

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -cf - -T -) | tar -xf - -C "$copy"

# A mutant that loops is given up five seconds after its tests should have ended; random tests take fewer samples than usual, since they run once per mutant.
cat >"$copy/tests/$project.Tests/stryker-config.json" <<JSON
{ "stryker-config": {
  "project": "$project.csproj", "test-runner": "mtp", "mutate": ["$files"], "additional-timeout": 5000, "concurrency": ${JOBS:-2},
  "reporters": ["dots", "cleartext", "json", "html"], "thresholds": { "high": 80, "low": 60, "break": 0 } } }
JSON
cd "$copy/tests/$project.Tests"
CsCheck_Iter=${CsCheck_Iter:-30} nice "$tool/dotnet-stryker" --skip-version-check --output "$root/artifacts/mutation/${1}" 
