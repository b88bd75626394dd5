#!/bin/sh
# The stepper alone: instances a second on one core, bytes allocated a step. Usage: bench/engine/stepper.sh [seconds]
cd "$(dirname "$0")/../.." && exec dotnet run -c Release --project bench/engine/stepper -- "$@"
