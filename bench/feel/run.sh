#!/bin/sh
# Akis.Feel beside feelin (npm) on the same expressions, in one run: parse once and evaluate many, parse and evaluate, and a decision
# table of 20 rules and 5 inputs. Prints evaluations a second of the processor's time, their ratio, and bytes allocated an evaluation.
# Usage: bench/feel/run.sh [milliseconds]: the best of 20 rounds of a fifth of these counts.
set -e
cd "$(dirname "$0")"
npm ci --silent --no-audit --no-fund
their=$(mktemp)
trap 'rm -f "$their"' EXIT
node feelin.mjs cases.json "${1:-300}" >"$their"
dotnet run -c Release --project . -- cases.json "$their" "${1:-300}"
