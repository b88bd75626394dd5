#!/bin/sh
# The stepper alone: instances a second on one core, bytes allocated a step; beside npm bpmn-engine on the same model in the same run.
# Usage: bench/engine/stepper.sh [seconds for each figure]
set -e
cd "$(dirname "$0")/../.."
(cd bench/engine/peer && npm ci --silent --no-audit --no-fund)
peer=$(node bench/engine/peer/peer.mjs "${1:-3}")
exec dotnet run -c Release --project bench/engine/stepper -- "${1:-3}" "$peer"
